/* SPDX-License-Identifier: Apache-2.0 */
/* request_response.c: see request_response.h. */
#include "daemon/front/request_response.h"

#include <string.h>

static bool wrong(struct request_trouble *trouble, const char *message)
{
    return trouble_set(trouble, "bad_request", "", "%s", message);
}

static bool text_is(const json_t *value, const char *text)
{
    return json_is_string(value) && strcmp(json_string_value(value), text) == 0;
}

static struct span string_span(const json_t *string)
{
    return (struct span){json_string_value(string), json_string_length(string)};
}

/* Takes what was put together; an empty buffer is an empty text. */
static bool take(struct buffer *buffer, struct span *out, char **made,
                 struct request_trouble *trouble)
{
    *made = buffer_take(buffer, &out->size);
    out->data = *made;
    return *made || trouble_set(trouble, "internal", "", "no memory for the response");
}

/* The text parts, one after the other; parts of other types (images, reasoning) are no answer. */
static bool read_parts(const json_t *parts, struct span *out, char **made,
                       struct request_trouble *trouble)
{
    struct buffer text = BUFFER_INIT;
    size_t index;
    json_t *part;
    json_array_foreach(parts, index, part)
    {
        const json_t *content = json_object_get(part, "text");
        bool is_text = text_is(json_object_get(part, "type"), "text") ||
                       text_is(json_object_get(part, "type"), "output_text");
        if (!json_is_object(part) || (is_text && !json_is_string(content))) {
            buffer_deinit(&text);
            return wrong(trouble, "a part of a message's content is an object with type and text");
        }
        if (is_text)
            buffer_append(&text, json_string_value(content), json_string_length(content));
    }
    return take(&text, out, made, trouble);
}

static bool read_content(const json_t *message, struct span *out, char **made, bool *found,
                         struct request_trouble *trouble)
{
    const json_t *content = json_object_get(message, "content");
    *found = content && !json_is_null(content);
    if (!*found)
        return true;
    if (json_is_array(content))
        return read_parts(content, out, made, trouble);
    if (!json_is_string(content))
        return wrong(trouble, "a message's content is a string, null, or a list of parts");
    *out = string_span(content);
    return true;
}

/* The last call of that name: a model that calls twice has changed its mind. */
static const json_t *find_call(const json_t *message, const char *tool)
{
    const json_t *calls = json_object_get(message, "tool_calls"), *found = NULL;
    size_t index;
    json_t *call;
    json_array_foreach(calls, index, call)
    {
        const json_t *function = json_object_get(call, "function");
        if (text_is(json_object_get(function, "name"), tool))
            found = function;
    }
    return found;
}

static bool read_call(const json_t *message, const char *tool, struct span *out, char **made,
                      bool *found, struct request_trouble *trouble)
{
    const json_t *call = find_call(message, tool);
    const json_t *arguments = json_object_get(call, "arguments");
    *found = call && arguments && !json_is_null(arguments);
    if (!*found)
        return true;
    if (json_is_object(arguments)) { /* some clients decode them */
        struct buffer text = BUFFER_INIT;
        request_write(arguments, &text);
        return take(&text, out, made, trouble);
    }
    if (!json_is_string(arguments))
        return wrong(trouble, "a tool call's arguments are a string or an object");
    *out = string_span(arguments);
    return true;
}

bool response_read(const json_t *response, const char *tool, struct span *out, char **made,
                   bool *found, struct request_trouble *trouble)
{
    *made = NULL;
    *out = (struct span){"", 0};
    if (json_is_string(response)) {
        if (tool)
            return wrong(trouble, "\"extract\": \"tool:…\" needs the response as chat messages");
        *found = true;
        *out = string_span(response);
        return true;
    }
    if (!json_is_array(response))
        return wrong(trouble, "a response is a string or a list of chat messages");
    for (size_t i = json_array_size(response); i-- > 0;) {
        const json_t *message = json_array_get(response, i);
        if (!json_is_object(message) || !json_is_string(json_object_get(message, "role")))
            return wrong(trouble, "a message is an object with role and content");
        if (!text_is(json_object_get(message, "role"), "assistant"))
            continue;
        return tool ? read_call(message, tool, out, made, found, trouble)
                    : read_content(message, out, made, found, trouble);
    }
    return wrong(trouble, "there is no message of the role assistant");
}
