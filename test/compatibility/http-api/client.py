"""A client of the HTTP API with Python's standard library. http-api.test.ts checks its output."""
import hashlib, hmac, json, sys, time, urllib.error, urllib.parse, urllib.request

url, app, key, secret = sys.argv[1:]


def request(method, path, query, body, secret):
    path = f"/apps/{app}{path}"
    query = dict(query, auth_key=key, auth_timestamp=int(time.time()), auth_version="1.0")
    data = None if body is None else json.dumps(body).encode()
    if data is not None:
        query["body_md5"] = hashlib.md5(data).hexdigest()
    signed = "&".join(f"{name}={query[name]}" for name in sorted(query))
    text = "\n".join([method, path, signed]).encode()
    query["auth_signature"] = hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
    call = urllib.request.Request(
        f"{url}{path}?{urllib.parse.urlencode(query)}", data, {"Content-Type": "application/json"}, method=method
    )
    try:
        with urllib.request.urlopen(call) as response:
            return [response.status, json.load(response)]
    except urllib.error.HTTPError as error:
        return [error.code]


event = {"name": "said", "channels": ["room"], "data": json.dumps("grüße & 1=1")}
batch = [{"name": "said", "channel": "room", "data": "1", "info": "subscription_count"}]
print(json.dumps([
    request("POST", "/events", {}, event, secret),
    request("POST", "/batch_events", {}, {"batch": batch}, secret),
    request("GET", "/channels", {"filter_by_prefix": "room", "info": "subscription_count"}, None, secret),
    request("POST", "/events", {}, event, "another"),
]))
