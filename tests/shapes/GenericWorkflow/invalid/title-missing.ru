# expect: psgsh:GenericWorkflow-title sh:MinCountConstraintComponent
# The workflow has no title.
DELETE WHERE { <id/workflow/example> dct:title ?value }
