// Generated from the .hbs file beside it by `npm run generate`. Do not edit.
export default {"0":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda;

  return "| "
    + ((stack1 = alias2(alias1(depth0, "what", {"start":{"line":13,"column":4},"end":{"line":13,"column":8}} ), depth0)) != null ? stack1 : "")
    + " | "
    + ((stack1 = alias2(alias1(depth0, "how", {"start":{"line":13,"column":15},"end":{"line":13,"column":18}} ), depth0)) != null ? stack1 : "")
    + " |\n";
},"1":function(container,depth0,helpers,partials,data) {
    var stack1;

  return "export TF_VAR_"
    + ((stack1 = container.lambda(depth0, depth0)) != null ? stack1 : "")
    + "=…\n";
},"2":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"gateFrom"),{"name":"if","hash":{},"fn":container.program(3, data, 0),"inverse":container.program(4, data, 0),"data":data,"loc":{"start":{"line":30,"column":0},"end":{"line":34,"column":7}}})) != null ? stack1 : "");
},"3":function(container,depth0,helpers,partials,data) {
    return "# From elsewhere than access.gateFrom: export TF_VAR_gate_from='[\"203.0.113.7/32\"]' replaces it.\n";
},"4":function(container,depth0,helpers,partials,data) {
    return "export TF_VAR_gate_from='[\"203.0.113.7/32\"]'    # this machine's public address; or access.gateFrom\n";
},"5":function(container,depth0,helpers,partials,data) {
    return "Terraform checks each new droplet's health from where it runs, so that address has to be let in.\n";
},"6":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda;

  return "| "
    + ((stack1 = alias2(alias1(depth0, "to", {"start":{"line":59,"column":4},"end":{"line":59,"column":6}} ), depth0)) != null ? stack1 : "")
    + " | "
    + ((stack1 = alias2(alias1(depth0, "port", {"start":{"line":59,"column":13},"end":{"line":59,"column":17}} ), depth0)) != null ? stack1 : "")
    + " | "
    + ((stack1 = alias2(alias1(depth0, "from", {"start":{"line":59,"column":24},"end":{"line":59,"column":28}} ), depth0)) != null ? stack1 : "")
    + " |\n";
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n## Secrets\n\n| name in the app | from | in the state | in user-data |\n| --- | --- | --- | --- |\n"
    + ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"secrets"),{"name":"each","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":69,"column":0},"end":{"line":71,"column":9}}})) != null ? stack1 : "")
    + "\nNo file here holds one. Encrypt the state's backend; user-data is read by root on the droplet only.\n";
},"8":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda;

  return "| `"
    + ((stack1 = alias2(alias1(depth0, "name", {"start":{"line":70,"column":5},"end":{"line":70,"column":9}} ), depth0)) != null ? stack1 : "")
    + "` | "
    + ((stack1 = alias2(alias1(depth0, "from", {"start":{"line":70,"column":17},"end":{"line":70,"column":21}} ), depth0)) != null ? stack1 : "")
    + " | yes | yes |\n";
},"9":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda;

  return "| "
    + ((stack1 = alias2(alias1(depth0, "what", {"start":{"line":81,"column":4},"end":{"line":81,"column":8}} ), depth0)) != null ? stack1 : "")
    + " | "
    + ((stack1 = alias2(alias1(depth0, "usd", {"start":{"line":81,"column":15},"end":{"line":81,"column":18}} ), depth0)) != null ? stack1 : "")
    + " |\n";
},"10":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda;

  return "| "
    + ((stack1 = alias2(alias1(depth0, "what", {"start":{"line":92,"column":4},"end":{"line":92,"column":8}} ), depth0)) != null ? stack1 : "")
    + " | "
    + ((stack1 = alias2(alias1(depth0, "least", {"start":{"line":92,"column":15},"end":{"line":92,"column":20}} ), depth0)) != null ? stack1 : "")
    + " | "
    + ((stack1 = alias2(alias1(depth0, "most", {"start":{"line":92,"column":27},"end":{"line":92,"column":31}} ), depth0)) != null ? stack1 : "")
    + " |\n";
},"11":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n## Database\n\nThe app's user owns nothing at first: since PostgreSQL 15 it may not even create tables. Run this once\nafter the first apply, from a droplet, as the administrator\n(`terraform -chdir=terraform output -raw database_admin_uri`):\n\n```sql\nALTER DATABASE "
    + ((stack1 = alias2(alias1(lookupProperty(depth0,"database"), "name", {"start":{"line":117,"column":17},"end":{"line":117,"column":30}} ), depth0)) != null ? stack1 : "")
    + " OWNER TO "
    + ((stack1 = alias2(alias1(lookupProperty(depth0,"database"), "name", {"start":{"line":117,"column":44},"end":{"line":117,"column":57}} ), depth0)) != null ? stack1 : "")
    + ";\n```\n"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"database"),"preventDestroy"),{"name":"if","hash":{},"fn":container.program(12, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":119,"column":0},"end":{"line":123,"column":7}}})) != null ? stack1 : "");
},"12":function(container,depth0,helpers,partials,data) {
    return "\nTerraform refuses to destroy it. To take the whole system down, set `database.preventDestroy` to\nfalse, build, and run `terraform -chdir=terraform destroy`.\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, alias3=depth0 != null ? depth0 : (container.nullContext || {}), lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "# "
    + ((stack1 = alias2(alias1(depth0, "name", {"start":{"line":1,"column":4},"end":{"line":1,"column":8}} ), depth0)) != null ? stack1 : "")
    + " "
    + ((stack1 = alias2(alias1(depth0, "version", {"start":{"line":1,"column":13},"end":{"line":1,"column":20}} ), depth0)) != null ? stack1 : "")
    + "\n\nWritten by immuc from `system.config`; change that and run `npx immuc build`. What immuc did not write\nin this folder is yours: put additions into files such as `terraform/overrides.tf`.\n\n```mermaid\n"
    + ((stack1 = alias2(alias1(depth0, "picture", {"start":{"line":7,"column":2},"end":{"line":7,"column":9}} ), depth0)) != null ? stack1 : "")
    + "\n```\n\n| what | how |\n| --- | --- |\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,lookupProperty(depth0,"resources"),{"name":"each","hash":{},"fn":container.program(0, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":14,"column":9}}})) != null ? stack1 : "")
    + "\n## Deploy\n\nNeeds Packer, Ansible, Terraform (or OpenTofu), `sh`, `curl`, and a DigitalOcean token. On Windows run all of\nit in WSL: Ansible does not run on Windows itself. From this folder:\n\n```sh\nexport DIGITALOCEAN_TOKEN=…            # Packer before plugin 1.4 reads DIGITALOCEAN_API_TOKEN\npacker init packer/plugins.pkr.json    # once\npacker build packer/image.pkr.json     # once per version\nterraform -chdir=terraform init        # once\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,lookupProperty(depth0,"variables"),{"name":"each","hash":{},"fn":container.program(1, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":26,"column":0},"end":{"line":28,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias3,lookupProperty(depth0,"isGated"),{"name":"if","hash":{},"fn":container.program(2, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":29,"column":0},"end":{"line":35,"column":7}}})) != null ? stack1 : "")
    + "terraform -chdir=terraform apply\n```\n\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias3,lookupProperty(depth0,"isGated"),{"name":"if","hash":{},"fn":container.program(5, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":39,"column":0},"end":{"line":41,"column":7}}})) != null ? stack1 : "")
    + "Another number of machines: `-var instance_count=N`. Another copy\nof the system: `terraform -chdir=terraform workspace new staging`, then apply.\n\n## Roll back\n\n```sh\ngit revert HEAD && npx immuc build\nterraform -chdir=terraform apply\n```\n\nThe image of the old version is still there under its name, so nothing is built.\n\n## Who reaches what\n\n| to | port | from |\n| --- | --- | --- |\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,lookupProperty(depth0,"reach"),{"name":"each","hash":{},"fn":container.program(6, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":58,"column":0},"end":{"line":60,"column":9}}})) != null ? stack1 : "")
    + "\nEverything else is closed.\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias3,lookupProperty(depth0,"secrets"),{"name":"if","hash":{},"fn":container.program(7, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":63,"column":0},"end":{"line":74,"column":7}}})) != null ? stack1 : "")
    + "\n## Cost\n\n| per month | USD |\n| --- | ---: |\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,lookupProperty(depth0,"costs"),{"name":"each","hash":{},"fn":container.program(9, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":80,"column":0},"end":{"line":82,"column":9}}})) != null ? stack1 : "")
    + "\nList prices of "
    + ((stack1 = alias2(alias1(depth0, "priceDate", {"start":{"line":84,"column":17},"end":{"line":84,"column":26}} ), depth0)) != null ? stack1 : "")
    + ", before tax. Each image is kept as a snapshot: "
    + ((stack1 = alias2(alias1(depth0, "snapshotUsd", {"start":{"line":84,"column":78},"end":{"line":84,"column":89}} ), depth0)) != null ? stack1 : "")
    + " per GiB.\nDuring a deploy the new droplets run beside the old ones (up to "
    + ((stack1 = alias2(alias1(depth0, "instances", {"start":{"line":85,"column":66},"end":{"line":85,"column":75}} ), depth0)) != null ? stack1 : "")
    + " more), for minutes: cents.\n\n## How long a rollout takes\n\n| step | at least | at most |\n| --- | ---: | ---: |\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,lookupProperty(depth0,"timings"),{"name":"each","hash":{},"fn":container.program(10, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":91,"column":0},"end":{"line":93,"column":9}}})) != null ? stack1 : "")
    + "| **a release** | **"
    + ((stack1 = alias2(alias1(lookupProperty(depth0,"totals"), "least", {"start":{"line":94,"column":22},"end":{"line":94,"column":34}} ), depth0)) != null ? stack1 : "")
    + "** | **"
    + ((stack1 = alias2(alias1(lookupProperty(depth0,"totals"), "most", {"start":{"line":94,"column":45},"end":{"line":94,"column":56}} ), depth0)) != null ? stack1 : "")
    + "** |\n\nAt most is where Terraform gives up: what served before still serves then, and the next apply goes on.\n\n## After a killed run\n\nA run that is interrupted (Ctrl-C) or killed loses no request: apply again, or roll back. One that was\nkilled may have left a droplet that Terraform does not know, and it costs. This names it, and the\ncommand that removes it:\n\n\n```sh\nsh terraform/find-orphans.sh\n```\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias3,lookupProperty(depth0,"database"),{"name":"if","hash":{},"fn":container.program(11, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":108,"column":0},"end":{"line":124,"column":7}}})) != null ? stack1 : "");
},"useData":true}
