import { readdirSync } from 'node:fs';
import { relative } from 'node:path';
import { defineConfig } from 'vitepress';
import { anchorOf, markdownFiles } from '../../scripts/lib/links.mjs';
import { root } from '../../scripts/lib/packages.mjs';
import { followLinks } from './links';
import { pageOf } from './pages';

const files = markdownFiles().map((path) => relative(root, path).replaceAll('\\', '/'));

/** Sidebar entries of the folders that hold a README. */
const folders = (parent: string, page: string, textOf = (name: string) => name) =>
  readdirSync(`${root}/${parent}`)
    .filter((name) => files.includes(`${parent}/${name}/README.md`))
    .map((name) => ({ text: textOf(name), link: `/${page}/${name}` }));

/** The documentation site: the guides of this folder, and READMEs, results and model cards where they are. */
export default defineConfig({
  title: 'SER for TypeScript',
  description: 'Speech emotion recognition for TypeScript: features, training, honest evaluation, real-time apps',
  lang: 'en-US',
  base: process.env.SER_SITE_BASE ?? '/',
  srcDir: '..',
  outDir: '../build/site',
  cacheDir: '../node_modules/.cache/site',
  srcExclude: files.filter((path) => pageOf(path) === undefined),
  rewrites: (path: string) => `${pageOf(path)}.md`,
  head: [['link', { rel: 'icon', href: `${process.env.SER_SITE_BASE ?? '/'}icon.svg` }]],
  markdown: {
    config: followLinks,
    anchor: { slugify: anchorOf },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  vite: { publicDir: 'packages/live/src/page/public', build: { chunkSizeWarningLimit: 1000 } },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Get started', link: '/get-started' },
      { text: 'Results', link: '/results/reference' },
      { text: 'API', link: '/api/index.html', target: '_self' },
    ],
    sidebar: [
      {
        text: 'Guides',
        items: [
          { text: 'Get started', link: '/get-started' },
          { text: 'From librosa, Keras, scikit-learn', link: '/from-librosa-keras-scikit-learn' },
          { text: 'Your own recordings', link: '/guides/own-recordings' },
          { text: 'Corpora', link: '/guides/corpora' },
          { text: 'Honest evaluation', link: '/guides/honest-evaluation' },
          { text: 'Experiments', link: '/guides/experiments' },
          { text: 'Speakers', link: '/guides/speakers' },
          { text: 'Fine-tuning, Keras and ONNX', link: '/guides/model-files' },
          { text: 'Bring your own encoder', link: '/guides/encoders' },
          { text: 'In the browser', link: '/guides/browser' },
          { text: 'Deployment', link: '/guides/deployment' },
          { text: 'Extend it', link: '/contributing' },
        ],
      },
      { text: 'Models', items: folders('packages/ser/models', 'models') },
      { text: 'Results', items: folders('results', 'results') },
      { text: 'Packages', items: folders('packages', 'packages', (name) => (name === 'ser' ? name : `@ser/${name}`)) },
      { text: 'Examples', link: '/examples' },
      { text: 'Notebooks', link: '/notebooks' },
    ],
    footer: { message: 'Code: MIT license. Each pretrained model has its own license, named in its card.' },
  },
});
