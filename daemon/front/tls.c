/* SPDX-License-Identifier: Apache-2.0 */
/* tls.c: see tls.h. */
#include "daemon/front/tls.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/log.h"

/* GnuTLS's own choice within what RFC 8996 has left; no renegotiation, which costs us more than who
 * asks for it. */
#define PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SAFE_RENEGOTIATION"

static char *read_text(int file)
{
    char *text = calloc(1, TLS_FILE_MAX + 1);
    ssize_t size = text ? pread(file, text, TLS_FILE_MAX, 0) : -1;
    close(file);
    if (size > 0)
        return text;
    free(text);
    return NULL;
}

static gnutls_datum_t datum(char *text)
{
    return (gnutls_datum_t){(unsigned char *)text, (unsigned)strlen(text)};
}

/* As libmicrohttpd is going to, whose own failure has no sentence. */
static int try_them(const struct tls *tls)
{
    gnutls_certificate_credentials_t credentials;
    gnutls_datum_t certificate = datum(tls->certificate), key = datum(tls->key);
    int code = gnutls_certificate_allocate_credentials(&credentials);
    if (code < 0)
        return code;
    code =
        gnutls_certificate_set_x509_key_mem(credentials, &certificate, &key, GNUTLS_X509_FMT_PEM);
    if (code >= 0 && tls->clients) {
        gnutls_datum_t clients = datum(tls->clients);
        code = gnutls_certificate_set_x509_trust_mem(credentials, &clients, GNUTLS_X509_FMT_PEM);
    }
    gnutls_certificate_free_credentials(credentials);
    return code < 0 ? code : 0;
}

bool tls_take(struct tls *tls, int first, unsigned count)
{
    char **const texts[] = {&tls->certificate, &tls->key, &tls->clients};
    for (unsigned i = 0; i < count; i++)
        *texts[i] = read_text(first + (int)i);
    for (unsigned i = 0; i < count; i++)
        if (!*texts[i]) {
            log_event(LOG_ERROR, "no TLS", "reason=\"the files cannot be read\"%s", "");
            return false;
        }
    int code = try_them(tls);
    if (code < 0)
        log_event(LOG_ERROR, "no TLS", "reason=\"certificate, key and authorities: %s\"",
                  gnutls_strerror(code));
    return code == 0;
}

void tls_options(const struct tls *tls, struct MHD_OptionItem options[TLS_OPTIONS_MAX])
{
    static char priorities[] = PRIORITIES;
    unsigned count = 0;
    options[count++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, tls->certificate};
    options[count++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, tls->key};
    options[count++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_PRIORITIES, 0, priorities};
    if (tls->clients)
        options[count++] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_TRUST, 0, tls->clients};
    options[count] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
}

bool tls_require_certificate(const struct tls *tls, struct MHD_Connection *connection)
{
    /* GnuTLS keeps the pointer until the session ends, and writes to none of it. */
    static unsigned char purpose[] = GNUTLS_KP_TLS_WWW_CLIENT;
    static gnutls_typed_vdata_st wanted = {.type = GNUTLS_DT_KEY_PURPOSE_OID, .data = purpose};
    if (!tls->clients)
        return true;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    if (!info || !info->tls_session)
        return false;
    gnutls_session_t session = (gnutls_session_t)info->tls_session;
    gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUIRE);
    gnutls_session_set_verify_cert2(session, &wanted, 1, 0);
    return true;
}
