import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';

/**
 * A book of one sheet, written row by row: a row that is committed leaves the memory, and only the packed file stays. Texts
 * stand in their cells, since a table of all of them would have to be kept until the end.
 */
export async function excelOf(
  name: string,
  write: (sheet: ExcelJS.Worksheet) => Promise<void>,
  views: Partial<ExcelJS.WorksheetView>[] = [],
): Promise<Buffer> {
  const stream = new PassThrough();
  const file = buffer(stream);
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
  const sheet = book.addWorksheet(name, { views });
  await write(sheet);
  sheet.commit();
  await book.commit();
  return file;
}
