/* zlib's initialiser is a macro, which Swift does not see. */
#ifndef TW_ZLIB_SHIM_H
#define TW_ZLIB_SHIM_H

#include <zlib.h>

static inline int tw_inflate_init(z_stream *stream, int window_bits) {
    return inflateInit2(stream, window_bits);
}

#endif
