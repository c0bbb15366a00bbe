-- The load of one call, for wrk; what to send comes from the environment.
local call = os.getenv("BENCH_CALL")
local headers = {
  ["Authorization"] = os.getenv("BENCH_AUTHORIZATION"),
  ["Accept"] = "application/json",
  ["Content-Type"] = "application/json; charset=utf-8",
}
local first, count = tonumber(os.getenv("BENCH_FIRST")), tonumber(os.getenv("BENCH_COUNT"))
local salt, number = os.getenv("BENCH_SALT"), 0
local file = io.open(os.getenv("BENCH_BODY"))
local body = file and file:read("*a") or ""
math.randomseed(tonumber(salt))

local requests = {
  post_ticket = function()
    return wrk.format("POST", "/api/v1/Ticket?notify=true", headers, body)
  end,
  get_ticket = function()
    return wrk.format("GET", "/api/v1/Ticket/" .. math.random(first, first + count - 1), headers)
  end,
  list_tickets = function()
    return wrk.format("GET", os.getenv("BENCH_LIST"), headers)
  end,
  post_system_event = function()
    number = number + 1
    return wrk.format("POST", "/api/v1/SystemEvent", headers, (body:gsub("BENCH_KEY", salt .. "-" .. number)))
  end,
}
request = requests[call]

function done(summary, latency, _requests)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests": %d, "seconds": %.6f, "p50": %.3f, "p99": %.3f, "bad": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout
  ))
end
