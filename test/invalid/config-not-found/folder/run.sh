immuc build --config deploy
