import { CameraOutlined, DeleteOutlined, LoadingOutlined } from '@ant-design/icons';
import { createContext, useContext, useId, useState } from 'react';
import { uploadFile } from '../../../contract/files.ts';
import { shrunkPicture } from '../../ui/shrink-picture.ts';
import { type UploadedFile, uploadPicture } from '../../ui/upload.ts';
import { useTexts } from '../locales/texts.ts';
import { useShowProblem } from './use-refusal.ts';

export type FileId = UploadedFile['id'];

const MOST = 9;

export const thumbOf = (file: string): string => `/api/files/${file}?size=thumb`;
export const pictureOf = (file: string): string => `/api/files/${file}`;

/** Where pictures go, and where they are seen again: the server, or the device while there is no connection. */
type Keeper = { keep(picture: Blob): Promise<FileId>; seenAt(file: FileId): string };
export const PhotoKeeperContext = createContext<Keeper>({
  keep: async (picture) => (await uploadPicture(uploadFile.path, picture)).id,
  seenAt: thumbOf,
});

type Props = { files: readonly FileId[]; onChange: (files: FileId[]) => void; label: string };

/** Pictures from the camera or from files. They are sent at once, so that the form itself stays small. */
export function PhotoPicker({ files, onChange, label }: Props) {
  const shell = useTexts('shell');
  const showProblem = useShowProblem();
  const [sending, setSending] = useState(false);
  const id = useId();
  const keeper = useContext(PhotoKeeperContext);
  const take = (chosen: FileList | null) => {
    if (!chosen || chosen.length === 0) return;
    setSending(true);
    Promise.all([...chosen].slice(0, MOST - files.length).map(async (file) => keeper.keep(await shrunkPicture(file))))
      .then((sent) => onChange([...files, ...sent]))
      .catch(showProblem)
      .finally(() => setSending(false));
  };
  return (
    <div className="photos">
      {files.map((file) => (
        <span key={file} className="photo">
          <img src={keeper.seenAt(file)} alt="" />
          <button
            type="button"
            aria-label={shell('clear')}
            onClick={() => onChange(files.filter((other) => other !== file))}
          >
            <DeleteOutlined />
          </button>
        </span>
      ))}
      {files.length < MOST ? (
        <label className="photo-add" htmlFor={id}>
          {sending ? <LoadingOutlined aria-hidden /> : <CameraOutlined aria-hidden />}
          <span>{label}</span>
          <input
            id={id}
            type="file"
            accept="image/*"
            capture="environment"
            multiple
            className="sr-only"
            disabled={sending}
            onChange={(event) => {
              take(event.target.files);
              event.target.value = '';
            }}
          />
        </label>
      ) : null}
    </div>
  );
}
