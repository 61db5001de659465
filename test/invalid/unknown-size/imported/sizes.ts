// What we pay for.
export const size = 's-1vpcu-1gb'
