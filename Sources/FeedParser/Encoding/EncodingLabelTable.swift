/// The labels of the WHATWG Encoding Standard (section 4.2), more that feeds use, and the code pages of DOS and of IBM's
/// hosts. A line: the encoding's name, the C library's name for the decoder that reads it as the standard asks, and
/// further labels.
///
/// A label that is not here reaches no decoder: the C library knows hundreds more, some of which have hung or crashed on
/// bytes made for it.
let encodingLabelTable = """
    utf-8 UTF-8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8
    ibm866 CP866 866 cp866 csibm866
    iso-8859-2 ISO-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
    iso-8859-3 ISO-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
    iso-8859-4 ISO-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
    iso-8859-5 ISO-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
    iso-8859-6 ISO-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e
    iso-8859-6 ISO-8859-6 iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
    iso-8859-7 ISO-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597
    iso-8859-7 ISO-8859-7 iso_8859-7 iso_8859-7:1987 sun_eu_greek
    iso-8859-8 ISO-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598
    iso-8859-8 ISO-8859-8 iso_8859-8 iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical
    iso-8859-10 ISO-8859-10 csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6
    iso-8859-13 ISO-8859-13 iso8859-13 iso885913
    iso-8859-14 ISO-8859-14 iso8859-14 iso885914
    iso-8859-15 ISO-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9
    iso-8859-16 ISO-8859-16
    koi8-r KOI8-R cskoi8r koi koi8 koi8_r
    koi8-u KOI8-U koi8-ru
    macintosh MACINTOSH csmacintosh mac x-mac-roman
    windows-874 CP874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620
    windows-1250 CP1250 cp1250 x-cp1250
    windows-1251 CP1251 cp1251 x-cp1251
    windows-1252 CP1252 ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1
    windows-1252 CP1252 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252
    windows-1253 CP1253 cp1253 x-cp1253
    windows-1254 CP1254 cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989
    windows-1254 CP1254 l5 latin5 x-cp1254
    windows-1255 CP1255 cp1255 x-cp1255
    windows-1256 CP1256 cp1256 x-cp1256
    windows-1257 CP1257 cp1257 x-cp1257
    windows-1258 CP1258 cp1258 x-cp1258
    x-mac-cyrillic MAC-CYRILLIC x-mac-ukrainian
    gbk GB18030 chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk cp936 ms936
    gb18030 GB18030
    big5 BIG5-HKSCS big5-hkscs cn-big5 csbig5 x-x-big5 cp950 ms950
    euc-jp EUC-JP-MS cseucpkdfmtjapanese x-euc-jp eucjp
    iso-2022-jp ISO-2022-JP csiso2022jp
    shift_jis CP932 csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis cp932
    euc-kr UHC cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601
    euc-kr UHC windows-949 cp949 ms949 uhc euckr euc_kr x-windows-949 ks_c_5601
    utf-16be UTF-16BE unicodefffe
    utf-16le UTF-16LE csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16
    utf-32be UTF-32BE
    utf-32le UTF-32LE utf-32 ucs-4 iso-10646-ucs-4
    euc-kr UHC ksx1001 ks_x_1001 ks_c_5601_1987 x-mac-korean 949
    shift_jis CP932 s_jis shiftjis mskanji 932 x-mac-japanese
    euc-jp EUC-JP-MS u-jis ujis
    gbk GB18030 euc_cn eucgb2312-cn gb2312-1980 gb2312-80 936 x-mac-simp-chinese
    gb18030 GB18030 gb18030-2000
    big5 BIG5-HKSCS big5-tw hkscs 950 x-mac-trad-chinese
    iso-2022-jp ISO-2022-JP iso2022-jp iso2022jp csiso2022jp
    iso-2022-jp-2 ISO-2022-JP-2 iso-2022-jp-1 iso2022-jp-1 iso2022-jp-2 iso-2022-jp-ext iso2022-jp-ext
    iso-2022-jp-3 ISO-2022-JP-3 iso2022-jp-3 iso-2022-jp-2004 iso2022-jp-2004
    iso-2022-kr ISO-2022-KR iso2022-kr csiso2022kr
    johab JOHAB ms1361 cp1361
    euc-jisx0213 EUC-JISX0213 euc-jis-2004 jisx0213
    shift_jisx0213 SHIFT_JISX0213 shift_jis-2004 sjis-2004 s_jis-2004 s_jisx0213 sjisx0213
    windows-874 CP874 thai iso-ir-166 tis-620-0 tis-620-2529-0 tis-620-2529-1 iso-8859-11-2001
    iso-8859-2 ISO-8859-2 iso-8859-2-1987
    iso-8859-5 ISO-8859-5 iso-8859-5-1988
    iso-8859-6 ISO-8859-6 iso-8859-6-1987
    iso-8859-7 ISO-8859-7 iso-8859-7-1987
    iso-8859-8 ISO-8859-8 iso-8859-8-1988
    macintosh MACINTOSH mac-roman
    x-mac-cyrillic MAC-CYRILLIC mac-cyrillic
    x-mac-ce MAC-CENTRALEUROPE mac-latin2 mac-centeuro maccentraleurope
    x-mac-icelandic MAC-IS mac-iceland
    kz-1048 RK1048 strk1048-2002
    ptcp154 PT154 cp154 csptcp154 cyrillic-asian pt154
    hp-roman8 HP-ROMAN8 roman8 r8 cp1051 ibm1051
    cp1125 CP1125 cp1125 cp866u ibm1125
    windows-1252 CP1252 646 ansi-x3-4-1968 ansi-x3.4-1986 cp367 csascii ibm367 iso-646.irv-1991 iso-ir-6 iso646-us
    windows-1252 CP1252 us
    ibm037 IBM037 037 cp037 csibm037 ebcdic-cp-ca ebcdic-cp-nl ebcdic-cp-us ebcdic-cp-wt ibm039
    ibm1026 IBM1026 1026 cp1026 csibm1026
    cp1125 CP1125 1125 ruscii
    ibm1140 IBM1140 1140 cp1140
    windows-1250 CP1250 1250
    windows-1251 CP1251 1251
    windows-1252 CP1252 1252
    windows-1253 CP1253 1253
    windows-1254 CP1254 1254
    windows-1255 CP1255 1255
    windows-1256 CP1256 1256
    windows-1257 CP1257 1257
    windows-1258 CP1258 1258
    ibm273 IBM273 273 cp273 csibm273
    ibm424 IBM424 424 cp424 csibm424 ebcdic-cp-he
    ibm437 CP437 437 cp437 cspc8codepage437
    ibm500 IBM500 500 cp500 csibm500 ebcdic-cp-be ebcdic-cp-ch
    cp737 CP737
    ibm775 CP775 775 cp775 cspc775baltic
    ibm850 CP850 850 cp850 cspc850multilingual
    ibm852 CP852 852 cp852 cspcp852
    ibm855 CP855 855 cp855 csibm855
    cp856 CP856
    ibm857 CP857 857 cp857 csibm857
    cp858 CP858 858 csibm858 ibm858
    ibm860 CP860 860 cp860 csibm860
    ibm861 CP861 861 cp-is cp861 csibm861
    ibm862 CP862 862 cp862 cspc862latinhebrew
    ibm863 CP863 863 cp863 csibm863
    ibm864 CP864 864 cp864 csibm864
    ibm865 CP865 865 cp865 csibm865
    ibm869 CP869 869 cp-gr cp869 csibm869
    windows-874 CP874 cp874
    cp875 CP875
    windows-1252 CP1252 8859 iso-8859-1-1987 iso8859 latin
    iso-8859-10 ISO-8859-10 iso-8859-10-1992
    iso-8859-13 ISO-8859-13 l7 latin7
    iso-8859-14 ISO-8859-14 iso-8859-14-1998 iso-celtic iso-ir-199 l8 latin8
    iso-8859-15 ISO-8859-15 latin9
    iso-8859-16 ISO-8859-16 iso-8859-16-2001 iso-ir-226 l10 latin10
    iso-8859-3 ISO-8859-3 iso-8859-3-1988
    iso-8859-4 ISO-8859-4 iso-8859-4-1988
    windows-1254 CP1254 iso-8859-9-1989
    koi8-t KOI8-T
    kz-1048 RK1048 rk1048
    utf-8 UTF-8 cp65001 u8 utf utf8-ucs2 utf8-ucs4
    """
