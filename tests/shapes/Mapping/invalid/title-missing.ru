# expect: psgsh:Mapping-title sh:MinCountConstraintComponent
# The mapping has no title.
DELETE WHERE { <id/mapping/example> dct:title ?value }
