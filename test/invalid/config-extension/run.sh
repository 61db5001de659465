immuc build --config system.config.yaml
