# expect: psgsh:Requirement-type sh:MinCountConstraintComponent
# The requirement has no code for “type”.
DELETE WHERE { <id/requirement/example> dct:type ?value }
