import {
  Alert,
  Anchor,
  Badge,
  Button,
  createTheme,
  Drawer,
  localStorageColorSchemeManager,
  Modal,
  Paper,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

/** Spruce: the brand. Shade 8 carries white text in light, shade 6 in dark (both above 4.5:1). */
const spruce: MantineColorsTuple = [
  '#eaf5f1', '#d2e9e2', '#a5d3c6', '#78bfac', '#50ab95', '#2f967f', '#157a66', '#0b6856', '#08574a', '#04392f',
];

/** Brass: the bell on the counter; points and small accents. */
const brass: MantineColorsTuple = [
  '#fdf5e5', '#f9e8c8', '#f3d396', '#f0b95a', '#e5a33a', '#c98521', '#9d6510', '#82520b', '#6b4309', '#4b2e05',
];

/** Neutrals of the dark scheme, with a breath of green instead of blue. */
const dark: MantineColorsTuple = [
  '#e6ecea', '#c5cfcb', '#a7b3ae', '#7f8c87', '#3a4642', '#2a3431', '#1f2826', '#171e1c', '#0f1513', '#0a0f0d',
];

const gray: MantineColorsTuple = [
  '#f8f7f4', '#f1efe9', '#e7e4dc', '#dbd7cd', '#c6c1b5', '#a39e92', '#7a766c', '#57544d', '#3c3a35', '#24231f',
];

const sans = "-apple-system, BlinkMacSystemFont, 'Segoe UI Variable Text', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

export const theme = createTheme({
  colors: { spruce, brass, dark, gray },
  primaryColor: 'spruce',
  primaryShade: { light: 8, dark: 6 },
  black: '#1d2422',
  fontFamily: sans,
  headings: {
    fontFamily: sans,
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.625rem', lineHeight: '1.25' }, h2: { fontSize: '1.125rem', lineHeight: '1.4' } },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: Button.extend({ defaultProps: { size: 'md' } }),
    Anchor: Anchor.extend({ defaultProps: { underline: 'hover' } }),
    Badge: Badge.extend({ defaultProps: { tt: 'none', fw: 600 } }),
    Paper: Paper.extend({ defaultProps: { withBorder: true, radius: 'lg' } }),
    Alert: Alert.extend({ defaultProps: { radius: 'md' }, styles: { closeButton: { minWidth: 28, minHeight: 28 } } }),
    Modal: Modal.extend({ defaultProps: { radius: 'lg', closeButtonProps: { 'aria-label': 'Close' } }, styles: { title: { fontWeight: 700 } } }),
    Drawer: Drawer.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } }, styles: { title: { fontWeight: 700 } } }),
  },
});

/** The library's defaults for quiet text fall short of 4.5:1; these do not. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#55574f',
    '--mantine-color-placeholder': '#6a6c63',
    '--mantine-color-anchor': '#08574a',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-default-border': '#d5d1c6',
    '--pd-ground': '#f5f4ef',
    '--pd-line': '#e4e1d8',
    '--pd-brand-soft': '#e3efea',
    '--pd-brand-text': '#08574a',
    '--pd-points-soft': '#fbefd8',
    '--pd-points-text': '#5f3b06',
    '--pd-chart-1': '#157a66',
    '--pd-chart-2': '#c98521',
    '--pd-chart-3': '#4a6fa5',
    '--pd-chart-4': '#8a8678',
  },
  dark: {
    '--mantine-color-text': '#e6ecea',
    '--mantine-color-dimmed': '#a9b5b0',
    '--mantine-color-placeholder': '#95a29c',
    '--mantine-color-anchor': '#78bfac',
    '--mantine-color-error': '#ff9a8f',
    '--mantine-color-red-light': '#3a1c1a',
    '--mantine-color-red-light-color': '#ffb4ab',
    '--mantine-color-spruce-light': '#12302a',
    '--mantine-color-spruce-light-color': '#a5d3c6',
    '--pd-ground': '#0f1513',
    '--pd-line': '#2a3431',
    '--pd-brand-soft': '#17332c',
    '--pd-brand-text': '#8fd0be',
    '--pd-points-soft': '#3a2a0d',
    '--pd-points-text': '#f3d396',
    '--pd-chart-1': '#50ab95',
    '--pd-chart-2': '#e5a33a',
    '--pd-chart-3': '#86a8d8',
    '--pd-chart-4': '#95a29c',
  },
});

export const colorSchemeManager = localStorageColorSchemeManager({ key: 'paydesk-color-scheme' });
