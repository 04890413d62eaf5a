// SPDX-License-Identifier: Apache-2.0

// render: renders a Helm chart's templates with what Helm itself is made of, Go's text/template and sprig, as
// Debian 12 packages them; Helm it does not package. Of Helm's own functions it has those that the chart uses:
// include and toYaml. Reads {"chart": folder, "values": {"Values": …, "Release": …, "Chart": …}} as JSON from
// standard input, writes {template: text} as JSON.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"gopkg.in/yaml.v3"
)

type order struct {
	Chart  string                 `json:"chart"`
	Values map[string]interface{} `json:"values"`
}

func toYaml(value interface{}) (string, error) {
	var text strings.Builder
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	err := encoder.Encode(value)
	return strings.TrimSuffix(text.String(), "\n"), err
}

func newTemplates() *template.Template {
	all := template.New("chart").Option("missingkey=error")
	functions := sprig.TxtFuncMap()
	functions["toYaml"] = toYaml
	functions["include"] = func(name string, data interface{}) (string, error) {
		var text strings.Builder
		err := all.ExecuteTemplate(&text, name, data)
		return text.String(), err
	}
	return all.Funcs(functions)
}

func render(what order) (map[string]string, error) {
	all, rendered := newTemplates(), map[string]string{}
	paths, err := filepath.Glob(filepath.Join(what.Chart, "templates", "*"))
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if _, err = all.New(filepath.Base(path)).Parse(string(text)); err != nil {
			return nil, err
		}
	}
	for _, path := range paths {
		name := filepath.Base(path)
		if strings.HasPrefix(name, "_") {
			continue
		}
		var text strings.Builder
		if err := all.ExecuteTemplate(&text, name, what.Values); err != nil {
			return nil, err
		}
		rendered[name] = text.String()
	}
	return rendered, nil
}

func main() {
	var what order
	err := json.NewDecoder(os.Stdin).Decode(&what)
	var rendered map[string]string
	if err == nil {
		rendered, err = render(what)
	}
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(rendered)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "render:", err)
		os.Exit(1)
	}
}
