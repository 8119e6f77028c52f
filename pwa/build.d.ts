/** As much of this package, which brings no types, as the build uses. */
declare module 'subset-font' {
  interface Wanted {
    targetFormat: 'woff2'
    variationAxes: Record<string, { min: number, max: number }>
  }
  export default function subsetFont (font: Buffer, text: string, wanted: Wanted): Promise<Buffer>
}
