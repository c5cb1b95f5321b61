import DefaultTheme from 'vitepress/theme';
import { h } from 'vue';
import dark from '../../../packages/live/pictures/desktop-dark.png';
import light from '../../../packages/live/pictures/desktop-light.png';
import './style.css';

const ALT =
  'The live page: the recognized emotion with its confidence, a plane of valence and arousal, and a spectrogram with labelled segments';

/** The default theme, with a picture of the live page on the first page. */
export default {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, {
      'home-hero-image': () => [
        h('img', { src: light, alt: ALT, class: 'live-page in-light' }),
        h('img', { src: dark, alt: ALT, class: 'live-page in-dark' }),
      ],
    }),
};
