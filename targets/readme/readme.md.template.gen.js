// Generated from the .hbs file beside it by `npm run generate`. Do not edit.
export default {"0":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=container.lambda;

  return "  ingress --> machine"
    + ((stack1 = alias1(depth0, depth0)) != null ? stack1 : "")
    + "[\""
    + ((stack1 = alias1(container.strict(depths[1], "name", {"start":{"line":10,"column":33},"end":{"line":10,"column":40}} ), depth0)) != null ? stack1 : "")
    + " "
    + ((stack1 = alias1(depth0, depth0)) != null ? stack1 : "")
    + "\"]\n";
},"1":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return ((stack1 = lookupProperty(helpers,"each").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(depth0,"machines"),{"name":"each","hash":{},"fn":container.program(2, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":13,"column":0},"end":{"line":15,"column":9}}})) != null ? stack1 : "");
},"2":function(container,depth0,helpers,partials,data,blockParams,depths) {
    var stack1, alias1=container.lambda, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "  machine"
    + ((stack1 = alias1(depth0, depth0)) != null ? stack1 : "")
    + " -->|TLS| database[(\"PostgreSQL "
    + ((stack1 = alias1(container.strict(lookupProperty(depths[1],"database"), "version", {"start":{"line":14,"column":51},"end":{"line":14,"column":70}} ), depth0)) != null ? stack1 : "")
    + "\")]\n";
},"3":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda;

  return "| "
    + ((stack1 = alias2(alias1(depth0, "what", {"start":{"line":22,"column":4},"end":{"line":22,"column":8}} ), depth0)) != null ? stack1 : "")
    + " | "
    + ((stack1 = alias2(alias1(depth0, "how", {"start":{"line":22,"column":15},"end":{"line":22,"column":18}} ), depth0)) != null ? stack1 : "")
    + " |\n";
},"4":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda;

  return "| "
    + ((stack1 = alias2(alias1(depth0, "what", {"start":{"line":30,"column":4},"end":{"line":30,"column":8}} ), depth0)) != null ? stack1 : "")
    + " | "
    + ((stack1 = alias2(alias1(depth0, "usd", {"start":{"line":30,"column":15},"end":{"line":30,"column":18}} ), depth0)) != null ? stack1 : "")
    + " |\n";
},"5":function(container,depth0,helpers,partials,data) {
    return "export TF_VAR_gate_from='[\"203.0.113.7/32\"]'    # this machine's public address; or access.gateFrom\n";
},"6":function(container,depth0,helpers,partials,data) {
    var stack1;

  return "export TF_VAR_"
    + ((stack1 = container.lambda(depth0, depth0)) != null ? stack1 : "")
    + "=…\n";
},"7":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda, lookupProperty = container.lookupProperty || function(parent, propertyName) {
        if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
          return parent[propertyName];
        }
        return undefined
    };

  return "\n## Database\n\nOnly the droplets reach it, over TLS. The app's user owns nothing at first: since PostgreSQL 15 it\nmay not even create tables. Run this once after the first apply, from a droplet, as the\nadministrator (`terraform -chdir=terraform output -raw database_admin_uri`):\n\n```sql\nALTER DATABASE "
    + ((stack1 = alias2(alias1(lookupProperty(depth0,"database"), "name", {"start":{"line":77,"column":17},"end":{"line":77,"column":30}} ), depth0)) != null ? stack1 : "")
    + " OWNER TO "
    + ((stack1 = alias2(alias1(lookupProperty(depth0,"database"), "name", {"start":{"line":77,"column":44},"end":{"line":77,"column":57}} ), depth0)) != null ? stack1 : "")
    + ";\n```\n"
    + ((stack1 = lookupProperty(helpers,"if").call(depth0 != null ? depth0 : (container.nullContext || {}),lookupProperty(lookupProperty(depth0,"database"),"preventDestroy"),{"name":"if","hash":{},"fn":container.program(8, data, 0),"inverse":container.noop,"data":data,"loc":{"start":{"line":79,"column":0},"end":{"line":83,"column":7}}})) != null ? stack1 : "");
},"8":function(container,depth0,helpers,partials,data) {
    return "\nTerraform refuses to destroy it. To take the whole system down, set `database.preventDestroy` to\nfalse, build, and run `terraform -chdir=terraform destroy`.\n";
},"9":function(container,depth0,helpers,partials,data) {
    var stack1, alias1=container.strict, alias2=container.lambda;

  return "| "
    + ((stack1 = alias2(alias1(depth0, "from", {"start":{"line":91,"column":4},"end":{"line":91,"column":8}} ), depth0)) != null ? stack1 : "")
    + " | "
    + ((stack1 = alias2(alias1(depth0, "to", {"start":{"line":91,"column":15},"end":{"line":91,"column":17}} ), depth0)) != null ? stack1 : "")
    + " |\n";
},"10":function(container,depth0,helpers,partials,data) {
    return "\n## Secrets\n\nNo file here holds one. Terraform keeps them in its state and in the droplets' user-data, so encrypt\nthe state's backend.\n";
},"compiler":[8,">= 4.3.0"],"main":function(container,depth0,helpers,partials,data,blockParams,depths) {
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
    + "\n\nWritten by immuc from `system.config`; change that and run `npx immuc build`. What immuc did not write\nin this folder is yours: put additions into files such as `terraform/overrides.tf`.\n\n```mermaid\nflowchart LR\n  clients([clients]) -->|port "
    + ((stack1 = alias2(alias1(depth0, "port", {"start":{"line":8,"column":32},"end":{"line":8,"column":36}} ), depth0)) != null ? stack1 : "")
    + "| ingress[\""
    + ((stack1 = alias2(alias1(depth0, "ingress", {"start":{"line":8,"column":51},"end":{"line":8,"column":58}} ), depth0)) != null ? stack1 : "")
    + "\"]\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,lookupProperty(depth0,"machines"),{"name":"each","hash":{},"fn":container.program(0, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":9,"column":0},"end":{"line":11,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias3,lookupProperty(depth0,"database"),{"name":"if","hash":{},"fn":container.program(1, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":12,"column":0},"end":{"line":16,"column":7}}})) != null ? stack1 : "")
    + "```\n\n| what | how |\n| --- | --- |\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,lookupProperty(depth0,"facts"),{"name":"each","hash":{},"fn":container.program(3, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":21,"column":0},"end":{"line":23,"column":9}}})) != null ? stack1 : "")
    + "\n## Cost\n\n| per month | USD |\n| --- | ---: |\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,lookupProperty(depth0,"costs"),{"name":"each","hash":{},"fn":container.program(4, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":29,"column":0},"end":{"line":31,"column":9}}})) != null ? stack1 : "")
    + "\nList prices of "
    + ((stack1 = alias2(alias1(depth0, "priceDate", {"start":{"line":33,"column":17},"end":{"line":33,"column":26}} ), depth0)) != null ? stack1 : "")
    + ", before tax. During a deploy the old and the new droplets both run for\nsome minutes.\n\n## Deploy\n\nNeeds Packer, Ansible, Terraform (or OpenTofu), `sh`, `curl`, and a DigitalOcean token. The image is\nbuilt once per version; `terraform apply` starts droplets from it, checks their health, moves the\ntraffic, and only then removes the old ones.\n\n```sh\nexport DIGITALOCEAN_TOKEN=…            # Packer before plugin 1.4 reads DIGITALOCEAN_API_TOKEN\npacker init packer/plugins.pkr.json    # once\npacker build packer/image.pkr.json\nterraform -chdir=terraform init        # once\n"
    + ((stack1 = lookupProperty(helpers,"unless").call(alias3,lookupProperty(depth0,"gateFrom"),{"name":"unless","hash":{},"fn":container.program(5, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":47,"column":0},"end":{"line":49,"column":11}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,lookupProperty(depth0,"secrets"),{"name":"each","hash":{},"fn":container.program(6, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":50,"column":0},"end":{"line":52,"column":9}}})) != null ? stack1 : "")
    + "terraform -chdir=terraform apply\n```\n\nAnother copy of the system: `terraform -chdir=terraform workspace new staging`, then apply. Another\nnumber of machines: `terraform -chdir=terraform apply -var instance_count=3`.\n\n## Roll back\n\n```sh\ngit revert HEAD\nnpx immuc build\nterraform -chdir=terraform apply\n```\n\nThe image of the old version is still there under its name, so nothing is built.\n"
    + ((stack1 = lookupProperty(helpers,"if").call(alias3,lookupProperty(depth0,"database"),{"name":"if","hash":{},"fn":container.program(7, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":68,"column":0},"end":{"line":84,"column":7}}})) != null ? stack1 : "")
    + "\n## Who reaches what\n\n| from | to |\n| --- | --- |\n"
    + ((stack1 = lookupProperty(helpers,"each").call(alias3,lookupProperty(depth0,"reach"),{"name":"each","hash":{},"fn":container.program(9, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":90,"column":0},"end":{"line":92,"column":9}}})) != null ? stack1 : "")
    + ((stack1 = lookupProperty(helpers,"if").call(alias3,lookupProperty(depth0,"secrets"),{"name":"if","hash":{},"fn":container.program(10, data, 0, blockParams, depths),"inverse":container.noop,"data":data,"loc":{"start":{"line":93,"column":0},"end":{"line":99,"column":7}}})) != null ? stack1 : "");
},"useData":true,"useDepths":true}
