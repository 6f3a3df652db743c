/** Yellow words on yellow ground fall short of 4.5:1; what an alert is called takes the colour of text. */
export const onYellow = { title: { color: 'var(--mantine-color-text)' } };
