SMTP_PASSWORD=hunter2-zebra immuc build
