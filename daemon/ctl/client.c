/* SPDX-License-Identifier: Apache-2.0 */
/* client.c: see client.h. */
#include "daemon/ctl/client.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    REQUEST_TIMEOUT_S = 600, /* the longest deadline that an item may have */
    CONNECT_TIMEOUT_S = 10,
    WAIT_MAX_S = 5, /* between two tries, whatever Retry-After says */
};
#define ANSWER_MAX ((size_t)512 * 1024 * 1024)

struct client {
    CURL *curl;
    const char *url;
    char *base;
    struct curl_slist *headers;
};

/* ---- Tokens ---- */

static FILE *open_token(const struct ctl *ctl)
{
    const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    char path[4096];
    if (ctl->token_file)
        return fopen(ctl->token_file, "re");
    if (folder && *folder == '/')
        snprintf(path, sizeof path, "%s/resynd/token", folder);
    else
        snprintf(path, sizeof path, "%s/.config/resynd/token", home ? home : "");
    return fopen(path, "re");
}

/* False after a complaint. Without a token, the daemon may need none, or know us by a Unix socket.
 */
static bool add_token(const struct ctl *ctl, struct curl_slist **headers)
{
    char line[600] = "Authorization: Bearer ", *token = line + strlen(line);
    FILE *file = open_token(ctl);
    if (!file && ctl->token_file)
        return complain("%s: %s", ctl->token_file, strerror(errno)), false;
    if (!file)
        return true;
    bool read = fgets(token, (int)(sizeof line - strlen(line)), file);
    fclose(file);
    token[strcspn(token, "\r\n")] = '\0';
    if (read && *token)
        *headers = curl_slist_append(*headers, line);
    explicit_bzero(line, sizeof line);
    return true;
}

/* ---- Requests ---- */

struct client *client_new(const struct ctl *ctl)
{
    const char *url = ctl->url;
    struct client *client = calloc(1, sizeof *client);
    bool unix_socket = strncmp(url, "unix:", 5) == 0;
    if (!unix_socket && strncmp(url, "http://", 7) && strncmp(url, "https://", 8)) {
        complain("'%s' is no address: http://HOST:PORT or unix:PATH", url);
        free(client);
        return NULL;
    }
    if (!client || !(client->curl = curl_easy_init()) ||
        !(client->base = strdup(unix_socket ? "http://localhost" : url))) {
        complain("no memory");
        client_free(client);
        return NULL;
    }
    client->url = url;
    size_t end = strlen(client->base);
    if (client->base[end - 1] == '/')
        client->base[end - 1] = '\0';
    /* "Expect: 100-continue" costs a round trip for every large batch. */
    client->headers = curl_slist_append(NULL, "Expect:");
    if (!add_token(ctl, &client->headers)) {
        client_free(client);
        return NULL;
    }
    if (unix_socket)
        curl_easy_setopt(client->curl, CURLOPT_UNIX_SOCKET_PATH, url + 5);
    if (ctl->ca_file)
        curl_easy_setopt(client->curl, CURLOPT_CAINFO, ctl->ca_file);
    if (ctl->certificate) {
        curl_easy_setopt(client->curl, CURLOPT_SSLCERT, ctl->certificate);
        curl_easy_setopt(client->curl, CURLOPT_SSLKEY, ctl->certificate);
    }
    curl_easy_setopt(client->curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_TIMEOUT_S);
    curl_easy_setopt(client->curl, CURLOPT_TIMEOUT, (long)REQUEST_TIMEOUT_S);
    curl_easy_setopt(client->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(client->curl, CURLOPT_PROXY, ""); /* a reward is asked for directly */
    return client;
}

void client_free(struct client *client)
{
    if (!client)
        return;
    curl_slist_free_all(client->headers);
    if (client->curl)
        curl_easy_cleanup(client->curl);
    free(client->base);
    free(client);
}

static size_t take_bytes(char *bytes, size_t one, size_t count, void *context)
{
    struct buffer *answer = context;
    if (answer->size + count > ANSWER_MAX)
        return 0;
    buffer_append(answer, bytes, one * count);
    return answer->failed ? 0 : count;
}

static CURLcode perform(struct client *client, const char *path, const char *body, size_t body_size,
                        struct buffer *answer)
{
    struct buffer url = BUFFER_INIT;
    buffer_append_text(&url, client->base);
    buffer_append_text(&url, path);
    buffer_clear(answer);
    curl_easy_setopt(client->curl, CURLOPT_URL, url.data);
    curl_easy_setopt(client->curl, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(client->curl, CURLOPT_WRITEDATA, answer);
    if (body) {
        curl_easy_setopt(client->curl, CURLOPT_POST, 1L);
        curl_easy_setopt(client->curl, CURLOPT_POSTFIELDS, body);
        curl_easy_setopt(client->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body_size);
    } else {
        curl_easy_setopt(client->curl, CURLOPT_HTTPGET, 1L);
    }
    curl_easy_setopt(client->curl, CURLOPT_HTTPHEADER, client->headers);
    CURLcode code = url.failed ? CURLE_OUT_OF_MEMORY : curl_easy_perform(client->curl);
    buffer_deinit(&url);
    return code;
}

/* Whether the same request may succeed soon, and after how many seconds. */
static bool worth_another_try(struct client *client, CURLcode code, long status, long *after_s)
{
    curl_off_t retry_after = 0;
    *after_s = 1;
    if (code == CURLE_COULDNT_CONNECT || code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR ||
        code == CURLE_SEND_ERROR || code == CURLE_PARTIAL_FILE)
        return true;
    if (code != CURLE_OK || (status != 429 && status != 503))
        return false;
    if (curl_easy_getinfo(client->curl, CURLINFO_RETRY_AFTER, &retry_after) == CURLE_OK &&
        retry_after > 0)
        *after_s = retry_after < WAIT_MAX_S ? (long)retry_after : WAIT_MAX_S;
    return true;
}

int client_refused(unsigned status, const json_t *answer)
{
    const json_t *error = json_object_get(answer, "error");
    const char *message = json_string_value(json_object_get(error, "message"));
    const char *hint = json_string_value(json_object_get(error, "hint"));
    complain("the daemon refused (%u): %s%s%s", status, message ? message : "no reason given",
             hint ? ". " : "", hint ? hint : "");
    return EXIT_REFUSED;
}

static json_t *read_answer(const struct buffer *bytes)
{
    return json_loadb(bytes->data ? bytes->data : "", bytes->size, JSON_ALLOW_NUL, NULL);
}

static int complain_of_silence(const struct client *client, CURLcode code)
{
    complain("%s does not answer (%s); is resynd running? --url or RESYND_URL names another",
             client->url, curl_easy_strerror(code));
    return EXIT_UNREACHABLE;
}

/* Bytes and status of an answer, after as many tries as patience has room for. False: there is
 * none, and it has complained. */
static bool request_bytes(struct client *client, const struct client_call *call,
                          unsigned patience_s, struct buffer *bytes, long *status)
{
    time_t until = time(NULL) + (time_t)patience_s;
    long after_s;
    CURLcode code;
    for (;;) {
        code = perform(client, call->path, call->body, call->body_size, bytes);
        curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, status);
        if (!worth_another_try(client, code, *status, &after_s) || time(NULL) + after_s > until)
            break;
        sleep((unsigned)after_s);
    }
    if (code != CURLE_OK)
        complain_of_silence(client, code);
    return code == CURLE_OK;
}

int client_request(struct client *client, const char *path, const char *body, size_t body_size,
                   unsigned patience_s, json_t **answer)
{
    struct buffer bytes = BUFFER_INIT;
    const struct client_call call = {.path = path, .body = body, .body_size = body_size};
    long status = 0;
    bool there = request_bytes(client, &call, patience_s, &bytes, &status);
    int result = there ? EXIT_FINE : EXIT_UNREACHABLE;
    json_t *document = there ? read_answer(&bytes) : NULL;
    buffer_deinit(&bytes);
    if (there && status != 200) {
        result = client_refused((unsigned)status, document);
        json_decref(document);
    } else if (there && !document) {
        complain("the daemon's answer is no JSON");
        result = EXIT_REFUSED;
    } else {
        *answer = document;
    }
    return result;
}

int client_lines(struct client *client, const struct client_call *call, unsigned patience_s,
                 struct buffer *answer)
{
    char lines[] = "Accept: application/x-ndjson";
    struct curl_slist accept = {lines, client->headers}, *usual = client->headers;
    long status = 0;
    client->headers = &accept;
    bool there = request_bytes(client, call, patience_s, answer, &status);
    client->headers = usual;
    if (!there)
        return EXIT_UNREACHABLE;
    if (status == 200)
        return EXIT_FINE;
    json_t *document = read_answer(answer);
    int result = client_refused((unsigned)status, document);
    json_decref(document);
    return result;
}

/* ---- Changes ---- */

int client_change(struct client *client, const struct client_call *call, unsigned *status,
                  json_t **answer)
{
    struct buffer bytes = BUFFER_INIT;
    char expected[128];
    struct curl_slist condition = {expected, client->headers}, *usual = client->headers;
    long said = 0;
    snprintf(expected, sizeof expected, "If-Match: \"%s\"", call->expected ? call->expected : "");
    if (call->expected)
        client->headers = &condition;
    curl_easy_setopt(client->curl, CURLOPT_CUSTOMREQUEST, call->method);
    CURLcode code =
        perform(client, call->path, call->body ? call->body : "", call->body_size, &bytes);
    curl_easy_setopt(client->curl, CURLOPT_CUSTOMREQUEST, NULL);
    client->headers = usual;
    curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &said);
    *status = (unsigned)said;
    *answer = code == CURLE_OK ? read_answer(&bytes) : NULL;
    buffer_deinit(&bytes);
    return code == CURLE_OK ? EXIT_FINE : complain_of_silence(client, code);
}

int client_fetch(struct client *client, const char *path, unsigned *status, struct buffer *answer)
{
    long code = 0;
    CURLcode end = perform(client, path, NULL, 0, answer);
    if (end != CURLE_OK)
        return complain_of_silence(client, end);
    curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &code);
    *status = (unsigned)code;
    return EXIT_FINE;
}

void client_encode(struct client *client, const char *text, struct buffer *out)
{
    char *encoded = curl_easy_escape(client->curl, text, 0);
    buffer_append_text(out, encoded ? encoded : text);
    curl_free(encoded);
}
