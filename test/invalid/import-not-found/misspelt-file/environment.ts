export const env = { LOG_LEVEL: 'info' }
