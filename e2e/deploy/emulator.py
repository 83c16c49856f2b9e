"""Starts MiniStack 1.5.33 with its limits worked around, so that the templates need not be.

1. It applies the SAM transform to a root template alone, and without the values of parameters; AWS applies it to the
   template of a nested stack as well, and with them.
2. In the update of a nested stack it forgets the attributes of resources that have not changed.
3. It has no CodeDeploy: application and group become names, and an alias moves to its new version at once.
4. It refuses alarms of metric math: alarms become names as well.
"""

import copy
import threading

from ministack.app import main
from ministack.services.cloudformation import _stacks, changesets, engine, handlers, provisioners

parse = engine._parse_template
apply_transforms = engine._apply_transforms
update = provisioners._update_resource


deploy = provisioners._cfn_nested_stack_deploy
given = threading.local()


def deploy_with_values(logical_id, props, parent_stack_name, **options):
    given.values = props.get("Parameters") or {}
    try:
        return deploy(logical_id, props, parent_stack_name, **options)
    finally:
        given.values = {}


def with_values(template, values):
    """The SAM transform takes defaults where it is given no values."""
    declared = template.get("Parameters") or {}
    for name, value in values.items():
        if name in declared:
            declared[name]["Default"] = value
    return template


def parse_and_transform(body):
    return apply_transforms(with_values(parse(body), getattr(given, "values", {})))


def transform_with_values(template, provided_params=None, previous_params=None):
    values = engine._transform_parameters(template, provided_params, previous_params)
    return apply_transforms(with_values(copy.deepcopy(template), values), provided_params, previous_params)


def update_with_attributes(kind, physical_id, old, new, stack_name, logical_id=None, old_attrs=None):
    if old_attrs is None and stack_name in _stacks:
        resources = _stacks[stack_name].get("_resources", {})
        old_attrs = resources.get(logical_id, {}).get("Attributes")
    return update(kind, physical_id, old, new, stack_name, logical_id, old_attrs)


def create_name(logical_id, props, stack_name):
    return f"{stack_name}-{logical_id}", {}


def keep_name(physical_id, old_props, new_props, stack_name):
    return physical_id, {}


def delete_name(physical_id, props):
    pass


for kind in ("AWS::CodeDeploy::Application", "AWS::CodeDeploy::DeploymentGroup", "AWS::CloudWatch::Alarm"):
    provisioners._RESOURCE_HANDLERS[kind] = {"create": create_name, "update": keep_name, "delete": delete_name}

# Nested stacks take both from their modules at each call; root templates are parsed by what was imported before.
engine._parse_template = parse_and_transform
changesets._apply_transforms = handlers._apply_transforms = transform_with_values
provisioners._update_resource = update_with_attributes
provisioners._cfn_nested_stack_deploy = deploy_with_values
main()
