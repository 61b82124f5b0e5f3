# expect: psgsh:Output-title sh:MinCountConstraintComponent
# The output has no title.
DELETE WHERE { <id/output/example> dct:title ?value }
