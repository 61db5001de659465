mkdir -p src/pages && cd src/pages
immuc build
