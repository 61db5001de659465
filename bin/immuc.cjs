#!/usr/bin/env node
require('../dist/immuc.cjs')
