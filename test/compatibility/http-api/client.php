<?php
// A client of the HTTP API with PHP's standard library. http-api.test.ts checks its output.
[, $url, $app, $key, $secret] = $argv;

function request(string $method, string $path, array $query, ?array $body, string $secret): array
{
    global $url, $app, $key;
    $path = "/apps/$app$path";
    $query += ['auth_key' => $key, 'auth_timestamp' => time(), 'auth_version' => '1.0'];
    $data = $body === null ? null : json_encode($body);
    if ($data !== null) {
        $query['body_md5'] = md5($data);
    }
    ksort($query);
    $signed = implode('&', array_map(fn ($name, $value) => "$name=$value", array_keys($query), $query));
    $query['auth_signature'] = hash_hmac('sha256', "$method\n$path\n$signed", $secret);
    $options = ['method' => $method, 'header' => 'Content-Type: application/json', 'ignore_errors' => true];
    $context = stream_context_create(['http' => $options + ($data === null ? [] : ['content' => $data])]);
    $answer = file_get_contents("$url$path?" . http_build_query($query), false, $context);
    $status = (int) explode(' ', $http_response_header[0])[1];
    return $status < 300 ? [$status, json_decode($answer)] : [$status];
}

$event = ['name' => 'said', 'channels' => ['room'], 'data' => json_encode('grüße & 1=1')];
$batch = [['name' => 'said', 'channel' => 'room', 'data' => '1', 'info' => 'subscription_count']];
echo json_encode([
    request('POST', '/events', [], $event, $secret),
    request('POST', '/batch_events', [], ['batch' => $batch], $secret),
    request('GET', '/channels', ['filter_by_prefix' => 'room', 'info' => 'subscription_count'], null, $secret),
    request('POST', '/events', [], $event, 'another'),
]);
