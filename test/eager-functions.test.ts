// Functions in brackets: the code does what it did, V8 compiles them at once, and in the built command
// these are the ones that `check` calls.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { calledByCheck, withEagerFunctions } from '../scripts/eager-functions.ts'
import './support/fixed-seed.ts'
import { root } from './support/root.ts'

const test = suite('eager functions')

const code = `var early=declared(2);function declared(n){return n<1?inner():declared(n-1);function inner(){return"declared"}}
var twice=function(f){return function(x){return f(f(x))}},list=[1,2].map(function(x){return twice(function(y){return y+x})(x)});
async function later(){return"later"}function*counted(){yield early}
var named=function self(n){return n===0?"named":self(n-1)},object={get one(){return declared(0)},two:function(){return this.one}};
module.exports=[early,list,named(3),object.two(),[...counted()],later.name,later()instanceof Promise,unused.length];function unused(a,b){return"nobody asks"}`

const starts = [...code.matchAll(/(async )?function\b/g)].map(({ index }) => index)

function result(text: string): unknown {
  const module = { exports: {} }
  new Function('module', text)(module)
  return module.exports
}

test('whichever functions are called, the code does the same', () => {
  fc.assert(
    fc.property(fc.subarray(starts), (called) => {
      assert.equal(result(withEagerFunctions(code, new Set(called))), result(code))
    }),
  )
})

test('without a call the code stays as it is', () => {
  assert.is(withEagerFunctions(code, new Set()), code)
})

test('V8 compiles what is called at once, and nothing else', () => {
  const eager = withEagerFunctions(code, new Set([code.indexOf('function declared')]))
  const isCompiled = (text: string, constant: string) =>
    new Script(`(function(module){${text}})`).createCachedData().includes(constant)
  // The text of a function that was only read over is in no compiled code.
  const marked = (text: string) => text.replace('n<1?', 'n<"a constant"?')
  assert.not(isCompiled(marked(code), 'a constant'))
  assert.ok(isCompiled(marked(eager), 'a constant'))
  assert.not(isCompiled(eager, 'nobody asks'))
})

test('in the built command, they are the ones that `check` calls', () => {
  const called = calledByCheck(join(root, 'dist/immuc.cjs'))
  const chunks = join(root, 'dist/chunks')
  const packs = readdirSync(chunks).filter((name) => /^(main|load|compiler)-/.test(name))
  assert.is(packs.length, 3)
  for (const name of packs) {
    const text = readFileSync(join(chunks, name), 'utf8')
    const functions = [...(called.get(name) ?? [])].filter((start) =>
      /^(async )?function\b/.test(text.slice(start, start + 20)),
    )
    const inBrackets = functions.filter((start) => text[start - 1] === '(')
    assert.ok(functions.length > 30, name)
    assert.ok(inBrackets.length / functions.length > 0.9, `${name} ${inBrackets.length}`)
  }
})

test.run()
