# expect: psgsh:Requirement-type sh:MaxCountConstraintComponent
# The requirement has two codes for “type”.
INSERT DATA { <id/requirement/example> dct:type <codelist/requirement-type/prerequisite> }
