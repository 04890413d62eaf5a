/* SPDX-License-Identifier: Apache-2.0 */
/* request_response.c: see request_response.h. */
#include "daemon/front/request_response.h"

#include <string.h>

#include "proto/limits.h"

static bool wrong(struct request_trouble *trouble, const char *message)
{
    return trouble_set(trouble, "bad_request", "", "%s", message);
}

static struct span string_span(const struct value *string)
{
    return (struct span){string->text, string->size};
}

/* The text parts, one after the other; parts of other types (images, reasoning) are no answer. */
static bool read_parts(const struct value *parts, struct span *out, struct request_trouble *trouble)
{
    const struct value *end = value_next(parts);
    char *to = NULL; /* the end of what has been put together, before the text of the next part */
    for (const struct value *part = value_first(parts); part < end; part = value_next(part)) {
        const struct value *type = value_get(part, "type"), *text = value_get(part, "text");
        bool is_text = value_equals(type, "text") || value_equals(type, "output_text");
        if (!value_is(part, VALUE_OBJECT) || (is_text && !value_is(text, VALUE_STRING)))
            return wrong(trouble, "a part of a message's content is an object with type and text");
        if (!is_text)
            continue;
        if (!to)
            out->data = to = text->text;
        memmove(to, text->text, text->size);
        to += text->size;
        out->size += text->size;
    }
    return true;
}

bool response_read_content(const struct value *message, struct span *out, bool *found,
                           struct request_trouble *trouble)
{
    const struct value *content = value_get(message, "content");
    *found = content && !value_is(content, VALUE_NULL);
    if (!*found)
        return true;
    if (value_is(content, VALUE_ARRAY))
        return read_parts(content, out, trouble);
    if (!value_is(content, VALUE_STRING))
        return wrong(trouble, "a message's content is a string, null, or a list of parts");
    *out = string_span(content);
    return true;
}

/* The last call of that name: a model that calls twice has changed its mind. */
static const struct value *find_call(const struct value *message, const char *tool)
{
    const struct value *calls = value_get(message, "tool_calls"), *found = NULL;
    if (!value_is(calls, VALUE_ARRAY))
        return NULL;
    const struct value *end = value_next(calls);
    for (const struct value *call = value_first(calls); call < end; call = value_next(call)) {
        const struct value *function = value_get(call, "function");
        if (value_equals(value_get(function, "name"), tool))
            found = function;
    }
    return found;
}

/* Some clients decode them. */
static bool write_arguments(const struct value *arguments, struct span *out, char **made,
                            struct request_trouble *trouble)
{
    struct buffer text = BUFFER_INIT;
    struct json json = {.out = &text};
    value_put(&json, arguments, RESPONSE_MAX);
    *made = buffer_take(&text, &out->size);
    out->data = *made;
    return *made || trouble_set(trouble, "internal", "", "no memory for the response");
}

static bool read_call(const struct value *message, const char *tool, struct span *out, char **made,
                      bool *found, struct request_trouble *trouble)
{
    const struct value *call = find_call(message, tool), *arguments = value_get(call, "arguments");
    *found = arguments && !value_is(arguments, VALUE_NULL);
    if (!*found)
        return true;
    if (value_is(arguments, VALUE_OBJECT))
        return write_arguments(arguments, out, made, trouble);
    if (!value_is(arguments, VALUE_STRING))
        return wrong(trouble, "a tool call's arguments are a string or an object");
    *out = string_span(arguments);
    return true;
}

/* The last message of the role assistant, where no malformed one is behind it. */
static const struct value *find_answer(const struct value *messages,
                                       struct request_trouble *trouble)
{
    const struct value *end = value_next(messages), *found = NULL;
    const char *missing = "there is no message of the role assistant";
    for (const struct value *message = value_first(messages); message < end;
         message = value_next(message)) {
        const struct value *role = value_get(message, "role");
        if (value_equals(role, "assistant")) {
            found = message;
        } else if (!value_is(role, VALUE_STRING)) {
            found = NULL;
            missing = "a message is an object with role and content";
        }
    }
    if (!found)
        wrong(trouble, missing);
    return found;
}

bool response_read(const struct value *response, const char *tool, struct span *out, char **made,
                   bool *found, struct request_trouble *trouble)
{
    *made = NULL;
    *out = (struct span){"", 0};
    if (value_is(response, VALUE_STRING)) {
        if (tool)
            return wrong(trouble, "\"extract\": \"tool:…\" needs the response as chat messages");
        *found = true;
        *out = string_span(response);
        return true;
    }
    if (!value_is(response, VALUE_ARRAY))
        return wrong(trouble, "a response is a string or a list of chat messages");
    const struct value *message = find_answer(response, trouble);
    if (!message)
        return false;
    return tool ? read_call(message, tool, out, made, found, trouble)
                : response_read_content(message, out, found, trouble);
}
