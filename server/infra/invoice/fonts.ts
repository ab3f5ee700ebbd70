import regular from "dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf" with { type: "file" };
import bold from "dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf" with { type: "file" };

/** Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic and more; of Chinese, Japanese and Korean nothing. */
export const fontFiles = { regular, bold } as const;

export type FontName = keyof typeof fontFiles;
