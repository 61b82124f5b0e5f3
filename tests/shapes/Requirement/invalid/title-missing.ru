# expect: psgsh:Requirement-title sh:MinCountConstraintComponent
# The requirement has no title.
DELETE WHERE { <id/requirement/example> dct:title ?value }
