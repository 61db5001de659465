mkdir -p infra elsewhere && ln -s ../elsewhere infra/terraform
immuc build
