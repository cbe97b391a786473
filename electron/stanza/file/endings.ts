import type { FileKind } from '../../../shared/domain/file.ts'
import { endingOf } from './safe-name.ts'

/** What an ending of a name says; the system goes by it when it opens a file, so it counts beside the content. */
export interface Named {
  readonly kind: FileKind
  readonly mediaType: string | null
}

/** What runs, or can carry what runs, on any of the three systems; also what mounts, and what leads elsewhere. */
const programs = `
  exe msi msix msixbundle msp mst msu appx appxbundle bat cmd com scr pif cpl ps1 ps1xml ps2 psm1 psd1 psc1 msh vbs vbe vb
  js jse mjs cjs jsx ts tsx ws wsf wsc wsh hta msc jar jnlp class war lnk url inf ins isp reg scf scr sct job application
  gadget appref-ms chm hlp settingcontent-ms library-ms search-ms searchconnector-ms theme themepack deskthemepack diagcab
  iso img vhd vhdx udf dll ocx sys drv xll wll xla xlam ade adp mdb mde accdb accde accda one onepkg docm dotm xlsm xltm xlsb
  pptm potm ppam ppsm ppa sldm slk iqy oqy rqy dqy website rdp ica pol
  sh bash zsh csh tcsh ksh fish run bin out elf so ko desktop directory service appimage deb rpm flatpak flatpakref
  flatpakrepo snap apk xapk aab ipa pkg mpkg dmg app command tool workflow action scpt scptd applescript terminal osax
  webloc inetloc fileloc mobileconfig prefpane kext py pyc pyo pyw pyz pyzw pl pm rb php phtml lua tcl awk sed r
  appinstaller appcontent-ms bas cdxml cer crt der p7b spc cnt diagcfg diagpkg fxp grp hpj its mad maf mag mam maq mar mas
  mat mau mav maw mda mdt mdw mdz msh1 msh2 mshxml msh1xml msh2xml nsh ops osd partial pcd plg ppkg prf prg printerexport
  ps2xml psc2 pssc pst pub shb shs symlink udl vbp vsmacros vsto vstx vsw webpnp wsb xbap xnk xrm-ms ahk au3 a3x jsm wasm
  vdi vmdk vbox sea smi toast cdr automator definition dylib osas configprofile provisionprofile ftploc afploc mailloc
  newsloc savedsearch saver wdgt qtz kdelnk socket timer path mount automount udeb drpm perl py3 cgi psp php3 php4 php5 phps
  html htm xhtml xht mht mhtml shtml svg svgz xml xsl xslt xul htc swf asp aspx jsp crx xpi oxt ghost vsix
`

const named: readonly (readonly [FileKind, string, string])[] = [
  ['picture', 'image/png', 'png apng'],
  ['picture', 'image/jpeg', 'jpg jpeg jpe jfif'],
  ['picture', 'image/gif', 'gif'],
  ['picture', 'image/webp', 'webp'],
  ['picture', 'image/avif', 'avif'],
  ['picture', 'image/heic', 'heic heif'],
  ['picture', 'image/bmp', 'bmp dib'],
  ['picture', 'image/tiff', 'tif tiff'],
  ['picture', 'image/x-icon', 'ico'],
  ['audio', 'audio/mpeg', 'mp3'],
  ['audio', 'audio/ogg', 'ogg oga opus'],
  ['audio', 'audio/wav', 'wav'],
  ['audio', 'audio/flac', 'flac'],
  ['audio', 'audio/mp4', 'm4a aac'],
  ['video', 'video/mp4', 'mp4 m4v'],
  ['video', 'video/webm', 'webm'],
  ['video', 'video/x-matroska', 'mkv'],
  ['video', 'video/quicktime', 'mov'],
  ['video', 'video/x-msvideo', 'avi'],
  ['video', 'video/mpeg', 'mpg mpeg'],
  ['pdf', 'application/pdf', 'pdf'],
  ['text', 'text/plain', 'txt text log md csv tsv srt ini conf tex json yaml yml'],
  ['document', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx dotx'],
  ['document', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx xltx'],
  ['document', 'application/vnd.openxmlformats-officedocument.presentationml.presentation', 'pptx ppsx potx'],
  ['document', 'application/msword', 'doc dot'],
  ['document', 'application/vnd.ms-excel', 'xls xlt'],
  ['document', 'application/vnd.ms-powerpoint', 'ppt pps pot'],
  ['document', 'application/vnd.oasis.opendocument.text', 'odt ott'],
  ['document', 'application/vnd.oasis.opendocument.spreadsheet', 'ods ots'],
  ['document', 'application/vnd.oasis.opendocument.presentation', 'odp otp'],
  ['document', 'application/vnd.oasis.opendocument.graphics', 'odg otg'],
  ['document', 'application/rtf', 'rtf'],
  ['document', 'application/epub+zip', 'epub'],
  ['archive', 'application/zip', 'zip'],
  ['archive', 'application/gzip', 'gz tgz'],
  ['archive', 'application/x-7z-compressed', '7z'],
  ['archive', 'application/vnd.rar', 'rar'],
  ['archive', 'application/x-tar', 'tar'],
  ['archive', 'application/x-bzip2', 'bz2 tbz2'],
  ['archive', 'application/x-xz', 'xz txz'],
  ['archive', 'application/zstd', 'zst'],
  ['archive', 'application/vnd.ms-cab-compressed', 'cab'],
]

const words = (text: string): readonly string[] => text.split(/\s+/).filter(word => word !== '')

const byEnding: ReadonlyMap<string, Named> = new Map([
  ...named.flatMap(([kind, mediaType, endings]) =>
    words(endings).map((ending): [string, Named] => [ending, { kind, mediaType }]),
  ),
  ...words(programs).map((ending): [string, Named] => [ending, { kind: 'program', mediaType: null }]),
])

/** What the name alone says; `other` where that is nothing. */
export function kindByName(name: string): Named {
  return byEnding.get(endingOf(name)) ?? { kind: 'other', mediaType: null }
}
