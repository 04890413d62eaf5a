-- SPDX-License-Identifier: Apache-2.0
-- post.lua PATH FILE: posts the file's bytes to PATH for ever; prints what came of it as JSON.

function init(arguments)
    local file = assert(io.open(arguments[2], "rb"))
    wrk.method = "POST"
    wrk.path = arguments[1]
    wrk.body = file:read("*a")
    wrk.headers["Content-Type"] = "application/json"
    file:close()
end

function done(summary, latency, requests)
    local errors = summary.errors
    print(string.format(
        'RESULT {"requests": %d, "microseconds": %d, "bad_status": %d, "broken": %d, '
            .. '"p50_us": %d, "p99_us": %d}',
        summary.requests, summary.duration, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout,
        latency:percentile(50), latency:percentile(99)))
end
