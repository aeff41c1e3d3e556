const side = 512;
const quality = 0.86;

/** The middle of a picture as a square of at most 512 pixels: small enough for a weak line. Throws when it is no picture. */
export async function squareOf(file: Blob): Promise<File> {
  const picture = await createImageBitmap(file);
  const cut = Math.min(picture.width, picture.height);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.min(side, cut);
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, (picture.width - cut) / 2, (picture.height - cut) / 2, cut, cut, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', quality));
  if (!blob) throw new Error('a picture cannot be drawn');
  return new File([blob], 'picture', { type: blob.type });
}
