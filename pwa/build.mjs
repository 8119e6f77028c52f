/**
 * The whole front-end build: styles, scripts, symbols, fonts and the service worker, from `pwa/` into `pwa/dist/`,
 * each text file also compressed ahead of time. Run by `make`; prints what it made.
 */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { build } from 'esbuild'
import * as sass from 'sass'
import subsetFont from 'subset-font'

const ROOT = path.resolve(import.meta.dirname, '..')
const SOURCE = path.join(ROOT, 'pwa')
// Built in a temporary folder and renamed at the end, so that a running server never sees a partial build.
const FINISHED = path.join(SOURCE, 'dist')
const DIST = path.join(SOURCE, `.dist-${process.pid}`)
const FONTS = path.join(ROOT, 'node_modules/@fontsource-variable/atkinson-hyperlegible-next/files')
/** The letters beyond Latin-1 that the records of the languages name: č is one, é is none. */
const FURTHER_LETTERS = [...execFileSync('python', ['-P', path.join(ROOT, 'app/core/languages.py')], { encoding: 'utf8' }).trim()]
  .filter((letter) => letter > '\xff')
/** @type {import('esbuild').BuildOptions} */
const SCRIPT = { bundle: true, minify: true, format: 'esm', target: 'es2020', legalComments: 'none' }
/**
 * Live connections use WebSockets only, so the library's other transports are left out of the bundle.
 *
 * @type {import('esbuild').Plugin}
 */
const WEBSOCKET_ONLY = {
  name: 'websocket-only',
  setup (bundler) {
    bundler.onResolve({ filter: /\/(polling-(xhr|fetch)(\.node)?|webtransport)\.js$/ }, ({ path }) => ({ path, namespace: 'left-out' }))
    bundler.onLoad({ filter: /./, namespace: 'left-out' }, () => ({ contents: 'export const XHR = null, NodeXHR = null, Fetch = null, WT = null' }))
  }
}

fs.mkdirSync(path.join(DIST, 'fonts'), { recursive: true })

await Promise.all([fonts(), scripts()])
styles()
symbols()
// The guard's weights, fetched by its script once somebody writes.
fs.copyFileSync(path.join(ROOT, 'app/guard/weights.json'), path.join(DIST, 'guard.json'))
fs.cpSync(path.join(SOURCE, 'icons'), path.join(DIST, 'icons'), { recursive: true })
await serviceWorker()
compress()
fs.rmSync(FINISHED, { recursive: true, force: true })
fs.renameSync(DIST, FINISHED)

/** Subset the variable font to the letters of our languages and to the weights in use. */
async function fonts () {
  /** @type {(from: number, to: number) => string} */
  const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join('')
  const latin = `${range(0x20, 0x7e) + range(0xa0, 0xff)}‐–—‘’‚“”„•…€`
  for (const [name, file, text] of [['latin', 'latin', latin], ['further', 'latin-ext', FURTHER_LETTERS.join('')]]) {
    const font = fs.readFileSync(path.join(FONTS, `atkinson-hyperlegible-next-${file}-wght-normal.woff2`))
    const cut = await subsetFont(font, text, { targetFormat: 'woff2', variationAxes: { wght: { min: 400, max: 700 } } })
    fs.writeFileSync(path.join(DIST, 'fonts', `${name}.woff2`), cut)
  }
}

/** Bundle the scripts: one for every page, and one for each room that needs more. */
async function scripts () {
  const rooms = fs.readdirSync(path.join(SOURCE, 'js'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && fs.existsSync(path.join(SOURCE, 'js', entry.name, 'index.js')))
  const entryPoints = [
    { in: path.join(SOURCE, 'js/main.js'), out: 'main' },
    ...rooms.map((room) => ({ in: path.join(SOURCE, 'js', room.name, 'index.js'), out: room.name }))
  ]
  await build({ ...SCRIPT, entryPoints, outdir: DIST, plugins: [WEBSOCKET_ONLY] })
}

/** Compile each style sheet whose name has no underscore. `further-letters()` is the range of the second font file. */
function styles () {
  const range = FURTHER_LETTERS.map((letter) => `U+${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`).join(', ')
  const functions = { 'further-letters()': () => new sass.SassString(range, { quotes: false }) }
  for (const name of fs.readdirSync(path.join(SOURCE, 'css')).filter((file) => /^[^_].*\.scss$/.test(file))) {
    const loadPaths = [path.join(ROOT, 'node_modules')]
    const { css } = sass.compile(path.join(SOURCE, 'css', name), { loadPaths, style: 'compressed', quietDeps: true, functions })
    fs.writeFileSync(path.join(DIST, name.replace('.scss', '.css')), css)
  }
}

/** Put all symbols into one file, which pages refer to by `<use>`; shown by itself it is the mark: the page's icon. */
function symbols () {
  const folder = path.join(SOURCE, 'symbols')
  const parts = fs.readdirSync(folder).filter((file) => file.endsWith('.svg')).map((file) => {
    const text = fs.readFileSync(path.join(folder, file), 'utf8')
    const match = text.match(/<svg([^>]*)>([\s\S]*)<\/svg>/)
    if (!match) throw new Error(`${file} is not an SVG image`)
    const [, attributes, body] = match
    const kept = [...attributes.matchAll(/(viewBox|preserveAspectRatio)="[^"]*"/g)].map((match) => match[0]).join(' ')
    return `<symbol id="${file.replace('.svg', '')}" ${kept}>${body.trim()}</symbol>`
  })
  fs.writeFileSync(path.join(DIST, 'sprite.svg'), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">${parts.join('')}<use href="#mark"/></svg>`)
}

/** Bundle the service worker with the list of what it stores at install. */
async function serviceWorker () {
  const files = fs.readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((file) => fs.statSync(path.join(DIST, file)).isFile()).sort()
  // The same digest as app/core/assets.py makes, so that the addresses agree; the worker itself is not part of it.
  await build({
    ...SCRIPT,
    format: 'iife',
    entryPoints: [path.join(SOURCE, 'service-worker.js')],
    outfile: path.join(DIST, 'service-worker.js'),
    define: { 'process.env.NODE_ENV': '"production"', 'self.__FILES': JSON.stringify(files) }
  })
}

/** Store a brotli and a gzip copy beside each text file. */
function compress () {
  const report = []
  for (const file of fs.readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|css|svg|json)$/.test(name))) {
    const raw = fs.readFileSync(path.join(DIST, file))
    const br = zlib.brotliCompressSync(raw, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } })
    fs.writeFileSync(path.join(DIST, `${file}.br`), br)
    fs.writeFileSync(path.join(DIST, `${file}.gz`), zlib.gzipSync(raw, { level: 9 }))
    report.push(`${file} ${raw.length} B, brotli ${br.length} B`)
  }
  console.log(report.join('\n'))
}
