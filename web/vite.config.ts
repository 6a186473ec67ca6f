import adapter from '@sveltejs/adapter-static'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig, type Plugin } from 'vite'

/** The woff files of @fontsource are for browsers that this page does not support; they double the build. */
const woff2Only: Plugin = {
  name: 'woff2-only',
  enforce: 'pre',
  transform(code, id) {
    if (!id.includes('@fontsource') || !id.endsWith('.css')) return
    return { code: code.replaceAll(/,\s*url\([^)]+\.woff\) format\('woff'\)/g, ''), map: null }
  },
}

const server = process.env['DOJO_ORIGIN'] ?? 'http://127.0.0.1:7420'

export default defineConfig({
  plugins: [
    woff2Only,
    sveltekit({
      adapter: adapter({ fallback: 'index.html', precompress: false }),
      compilerOptions: { runes: true },
    }),
  ],
  // Compressing hundreds of font files only to print their sizes takes longer than the build itself.
  build: { assetsInlineLimit: 0, reportCompressedSize: false },
  server: { proxy: { '/api': server, '/preview': server, '/ws': { target: server, ws: true } } },
})
