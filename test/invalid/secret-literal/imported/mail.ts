export const mail = {
  SMTP_HOST: 'mail.example.com',
  SMTP_PASSWORD: 'hunter2',
}
