// Generated from the .hbs file beside it by `npm run generate`. Do not edit.
export default ({ value, list, holds }, it) =>
  "# Written by immuc from app.name, app.command, app.port and app.health.\n# The app runs as a user of its own without rights, and sees a read-only system.\n\n[Unit]\nDescription="
  + value(it, "name")
  + " "
  + value(it, "version")
  + "\nWants=network-online.target\n# cloud-init writes the environment file. The service has two names, before and since release 24.3.\nAfter=network-online.target cloud-init.service cloud-init-network.service\nStartLimitIntervalSec=0\n\n[Service]\nType=exec\nExecStart="
  + value(it, "execStart")
  + "\nWorkingDirectory="
  + value(it, "folder")
  + "\nStateDirectory="
  + value(it, "name")
  + "\nStateDirectoryMode=0700\nEnvironment=PORT="
  + value(it, "port")
  + "\nEnvironment=DRAIN_SECONDS="
  + value(it, "drainSeconds")
  + "\nEnvironment=HOME=%S/"
  + value(it, "name")
  + "\nEnvironmentFile="
  + value(it, "folder")
  + "/conf.env\nRestart=always\nRestartSec=1\n# app.health.drainSeconds for requests in flight, then time to end.\nKillMode=mixed\nTimeoutStopSec="
  + value(it, "stopSeconds")
  + "\n\n# Identity. Without a name of its own, an app called root would be run as root.\nDynamicUser=yes\nUser=app\nUMask=0077\nNoNewPrivileges=yes\nCapabilityBoundingSet=\nAmbientCapabilities=\nKeyringMode=private\nRemoveIPC=yes\nLimitCORE=0\n\n# File system\nProtectSystem=strict\nProtectHome=yes\nPrivateTmp=yes\nPrivateDevices=yes\nPrivateMounts=yes\nDevicePolicy=closed\n\n# Kernel and other processes\nPrivateUsers=yes\nProtectClock=yes\nProtectControlGroups=yes\nProtectHostname=yes\nProtectKernelLogs=yes\nProtectKernelModules=yes\nProtectKernelTunables=yes\nProtectProc=invisible\nLockPersonality=yes\nRestrictNamespaces=yes\nRestrictRealtime=yes\nRestrictSUIDSGID=yes\nSystemCallArchitectures=native\nSystemCallFilter=@system-service\nSystemCallFilter=~@privileged @resources\nSystemCallErrorNumber=EPERM\n\n# Network: the metadata address gives every process the machine's user-data, secrets included.\nIPAddressDeny=169.254.169.254\nRestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK\n\n[Install]\nWantedBy=multi-user.target\n"
