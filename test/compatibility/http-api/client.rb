# A client of the HTTP API with Ruby's standard library. http-api.test.ts checks its output.
require 'digest'
require 'json'
require 'net/http'
require 'openssl'

URL, APP, KEY, SECRET = ARGV

def request(method, path, query, body, secret)
  path = "/apps/#{APP}#{path}"
  query = query.merge('auth_key' => KEY, 'auth_timestamp' => Time.now.to_i, 'auth_version' => '1.0')
  data = body && JSON.generate(body)
  query['body_md5'] = Digest::MD5.hexdigest(data) if data
  signed = query.sort.map { |name, value| "#{name}=#{value}" }.join('&')
  query['auth_signature'] = OpenSSL::HMAC.hexdigest('SHA256', secret, [method, path, signed].join("\n"))
  address = URI("#{URL}#{path}?#{URI.encode_www_form(query)}")
  call = Net::HTTP.const_get(method.capitalize).new(address, 'Content-Type' => 'application/json')
  call.body = data
  response = Net::HTTP.start(address.host, address.port) { |http| http.request(call) }
  response.is_a?(Net::HTTPSuccess) ? [response.code.to_i, JSON.parse(response.body)] : [response.code.to_i]
end

event = { name: 'said', channels: ['room'], data: JSON.generate('grüße & 1=1') }
batch = [{ name: 'said', channel: 'room', data: '1', info: 'subscription_count' }]
puts JSON.generate([
  request('POST', '/events', {}, event, SECRET),
  request('POST', '/batch_events', {}, { batch: batch }, SECRET),
  request('GET', '/channels', { 'filter_by_prefix' => 'room', 'info' => 'subscription_count' }, nil, SECRET),
  request('POST', '/events', {}, event, 'another'),
])
