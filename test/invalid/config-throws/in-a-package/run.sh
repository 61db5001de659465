mv packages node_modules
immuc build
