immuc build 2>/dev/null
echo " " >> infra/terraform/network.tf.json
sed 's/v1.4.0/v1.5.0/' system.config.ts > edited && mv edited system.config.ts
immuc build
