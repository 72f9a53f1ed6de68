/// <reference types="vite/client" />
/** VitePress's default theme with system fonts, the project's colors, and a picture on the first page. */
import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { h } from 'vue';
import flow from './flow.svg?raw';
import './style.css';

export default {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, {
      'home-hero-image': () => h('div', { class: 'flow', innerHTML: flow }),
    }),
} satisfies Theme;
