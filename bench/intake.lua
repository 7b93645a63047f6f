-- Sent by wrk: an outbound message with a new notification each time, on one of a hundred deals.
-- Arguments: the message, with @N in place of the notification and @D in place of the deal, and the number of the round.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  message = args[1]
  first = (tonumber(args[2]) * 10 + number) * 10000000
  sent = 0
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "text/xml; charset=utf-8"
end

function request()
  sent = sent + 1
  local body = message:gsub("[@]N", string.format("04l%012dAAA", first + sent), 1)
  return wrk.format(nil, nil, nil, (body:gsub("[@]D", string.format("006%012dAAA", sent % 100), 1)))
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "microseconds": %d, "refused": %d, "broken": %d, "p50": %d, "p99": %d}\n',
    summary.requests, summary.duration, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
