import {
  AppWindow,
  Archive,
  File,
  FileSpreadsheet,
  FileText,
  FileType,
  Film,
  Image,
  type LucideIcon,
  Music,
} from 'lucide-react'
import type { FileKind } from '../../../shared/domain/file.ts'
import { Icon, type IconSize } from '../icon/icon.tsx'

const icons: Readonly<Record<FileKind, LucideIcon>> = {
  picture: Image,
  audio: Music,
  video: Film,
  pdf: FileText,
  text: FileType,
  document: FileSpreadsheet,
  archive: Archive,
  program: AppWindow,
  other: File,
}

/** Stands for what a file is; its name or kind stands beside it. */
export function FileIcon({ kind, size = 20 }: { readonly kind: FileKind; readonly size?: IconSize }) {
  return <Icon of={icons[kind]} size={size} />
}
