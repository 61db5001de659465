// Generated from the .hbs file beside it by `npm run generate`. Do not edit.
export default ({ value, list, holds }, it) =>
  "#cloud-config\n# Written by immuc from app.env and database: a template for Terraform's templatefile().\n# `environment` is a map of every variable; terraform/environment.tf.json names them.\nssh_pwauth: false\nwrite_files:\n  # Read by systemd, as root, before the app starts: inside quotes it takes every character as it is\n  # but \\ \" ` and $, which get a backslash. Base64 carries any text through YAML, and its quotes an\n  # empty one.\n  - path: "
  + value(it, "folder")
  + "/conf.env\n    owner: root:root\n    permissions: \"0600\"\n    encoding: b64\n    content: \"${base64encode(join(\"\", [for name, value in environment : \"${name}=\\\"${replace(value, \"/[\\\\\\\\\\\"`$]/\", \"\\\\$0\")}\\\"\\n\"]))}\"\n"
