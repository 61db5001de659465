mkdir here && cd here
immuc build --config ../deploy/system.config.ts
