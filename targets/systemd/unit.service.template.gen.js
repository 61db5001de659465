// Generated from the .hbs file beside it by `npm run generate`. Do not edit.
export default {"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda;

  return "# Written by immuc from app.name, app.command, app.port and app.health.\n# The app runs as a user of its own without rights, and sees a read-only system.\n\n[Unit]\nDescription="
    + ((stack1 = alias2(alias1(depth0, "name", {"start":{"line":5,"column":14},"end":{"line":5,"column":18}} ), depth0)) != null ? stack1 : "")
    + " "
    + ((stack1 = alias2(alias1(depth0, "version", {"start":{"line":5,"column":23},"end":{"line":5,"column":30}} ), depth0)) != null ? stack1 : "")
    + "\nWants=network-online.target\n# cloud-init writes the environment file. The service has two names, before and since release 24.3.\nAfter=network-online.target cloud-init.service cloud-init-network.service\nStartLimitIntervalSec=0\n\n[Service]\nType=exec\nExecStart="
    + ((stack1 = alias2(alias1(depth0, "execStart", {"start":{"line":13,"column":12},"end":{"line":13,"column":21}} ), depth0)) != null ? stack1 : "")
    + "\nWorkingDirectory="
    + ((stack1 = alias2(alias1(depth0, "folder", {"start":{"line":14,"column":19},"end":{"line":14,"column":25}} ), depth0)) != null ? stack1 : "")
    + "\nStateDirectory="
    + ((stack1 = alias2(alias1(depth0, "name", {"start":{"line":15,"column":17},"end":{"line":15,"column":21}} ), depth0)) != null ? stack1 : "")
    + "\nStateDirectoryMode=0700\nEnvironment=PORT="
    + ((stack1 = alias2(alias1(depth0, "port", {"start":{"line":17,"column":19},"end":{"line":17,"column":23}} ), depth0)) != null ? stack1 : "")
    + "\nEnvironment=DRAIN_SECONDS="
    + ((stack1 = alias2(alias1(depth0, "drainSeconds", {"start":{"line":18,"column":28},"end":{"line":18,"column":40}} ), depth0)) != null ? stack1 : "")
    + "\nEnvironment=HOME=%S/"
    + ((stack1 = alias2(alias1(depth0, "name", {"start":{"line":19,"column":22},"end":{"line":19,"column":26}} ), depth0)) != null ? stack1 : "")
    + "\nEnvironmentFile="
    + ((stack1 = alias2(alias1(depth0, "folder", {"start":{"line":20,"column":18},"end":{"line":20,"column":24}} ), depth0)) != null ? stack1 : "")
    + "/conf.env\nRestart=always\nRestartSec=1\n# app.health.drainSeconds for requests in flight, then time to end.\nKillMode=mixed\nTimeoutStopSec="
    + ((stack1 = alias2(alias1(depth0, "stopSeconds", {"start":{"line":25,"column":17},"end":{"line":25,"column":28}} ), depth0)) != null ? stack1 : "")
    + "\n\n# Identity. Without a name of its own, an app called root would be run as root.\nDynamicUser=yes\nUser=app\nUMask=0077\nNoNewPrivileges=yes\nCapabilityBoundingSet=\nAmbientCapabilities=\nKeyringMode=private\nRemoveIPC=yes\nLimitCORE=0\n\n# File system\nProtectSystem=strict\nProtectHome=yes\nPrivateTmp=yes\nPrivateDevices=yes\nPrivateMounts=yes\nDevicePolicy=closed\n\n# Kernel and other processes\nPrivateUsers=yes\nProtectClock=yes\nProtectControlGroups=yes\nProtectHostname=yes\nProtectKernelLogs=yes\nProtectKernelModules=yes\nProtectKernelTunables=yes\nProtectProc=invisible\nLockPersonality=yes\nRestrictNamespaces=yes\nRestrictRealtime=yes\nRestrictSUIDSGID=yes\nSystemCallArchitectures=native\nSystemCallFilter=@system-service\nSystemCallFilter=~@privileged @resources\nSystemCallErrorNumber=EPERM\n\n# Network: the metadata address gives every process the machine's user-data, secrets included.\nIPAddressDeny=169.254.169.254\nRestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK\n\n[Install]\nWantedBy=multi-user.target\n";
},"useData":true}
