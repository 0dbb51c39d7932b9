import bwipjs from 'bwip-js/node';
import PDFDocument from 'pdfkit';
import { barcodeText, inAscii, type LabelFacts } from './label-facts.ts';

const POINTS_PER_MM = 72 / 25.4;
const mm = (length: number): number => length * POINTS_PER_MM;

/** One page of 60 by 40 mm for each copy. Its fonts draw Latin letters only, so nothing else stands on it. */
export async function pdfOf(facts: LabelFacts, copies: number): Promise<Buffer> {
  const text = inAscii(barcodeText(facts));
  const [bars, square] = await Promise.all([
    bwipjs.toBuffer({ bcid: 'code128', text, height: 10, scale: 3 }),
    bwipjs.toBuffer({ bcid: 'qrcode', text, scale: 3 }),
  ]);
  const document = new PDFDocument({ size: [mm(60), mm(40)], margin: 0, autoFirstPage: false });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<void>((resolve, reject) => {
    document.on('end', resolve);
    document.on('error', reject);
  });
  const { sku, number, grade, quantity, inspectedOn } = facts;
  for (let copy = 0; copy < copies; copy++) {
    document.addPage();
    const line = (words: string, size: number, y: number, font = 'Helvetica') =>
      document
        .font(font)
        .fontSize(size)
        .text(inAscii(words), mm(3), mm(y), { width: mm(38), height: size * 1.3, ellipsis: true, lineBreak: false });
    line(sku, 11, 3, 'Helvetica-Bold');
    line(number, 8, 8.5);
    line(grade.toUpperCase(), 14, 13, 'Helvetica-Bold');
    line(`QTY ${quantity}   ${inspectedOn}`, 8, 20);
    document.image(square, mm(42), mm(3), { width: mm(15) });
    document.image(bars, mm(3), mm(26), { width: mm(54), height: mm(11) });
  }
  document.end();
  await done;
  return Buffer.concat(chunks);
}
