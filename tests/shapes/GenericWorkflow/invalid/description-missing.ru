# expect: psgsh:GenericWorkflow-description-recommended sh:MinCountConstraintComponent
# The workflow has no description.
DELETE WHERE { <id/workflow/example> dct:description ?value }
