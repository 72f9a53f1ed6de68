// A client of the HTTP API with Go's standard library. http-api.test.ts checks its output.
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"sort"
	"strings"
	"time"
)

func request(method, path string, query map[string]string, body any, secret string) []any {
	address, app, key := os.Args[1], os.Args[2], os.Args[3]
	path = "/apps/" + app + path
	query["auth_key"] = key
	query["auth_timestamp"] = fmt.Sprint(time.Now().Unix())
	query["auth_version"] = "1.0"
	data := []byte{}
	if body != nil {
		data, _ = json.Marshal(body)
		sum := md5.Sum(data)
		query["body_md5"] = hex.EncodeToString(sum[:])
	}
	signed, sent := []string{}, url.Values{}
	for name, value := range query {
		signed = append(signed, name+"="+value)
		sent.Set(name, value)
	}
	sort.Strings(signed)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(strings.Join([]string{method, path, strings.Join(signed, "&")}, "\n")))
	sent.Set("auth_signature", hex.EncodeToString(mac.Sum(nil)))
	call, _ := http.NewRequest(method, address+path+"?"+sent.Encode(), bytes.NewReader(data))
	call.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(call)
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		return []any{response.StatusCode}
	}
	var answer any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		panic(err)
	}
	return []any{response.StatusCode, answer}
}

func main() {
	secret := os.Args[4]
	data, _ := json.Marshal("grüße & 1=1")
	event := map[string]any{"name": "said", "channels": []string{"room"}, "data": string(data)}
	batch := []any{map[string]any{"name": "said", "channel": "room", "data": "1", "info": "subscription_count"}}
	list := map[string]string{"filter_by_prefix": "room", "info": "subscription_count"}
	printed, _ := json.Marshal([]any{
		request("POST", "/events", map[string]string{}, event, secret),
		request("POST", "/batch_events", map[string]string{}, map[string]any{"batch": batch}, secret),
		request("GET", "/channels", list, nil, secret),
		request("POST", "/events", map[string]string{}, event, "another"),
	})
	fmt.Println(string(printed))
}
