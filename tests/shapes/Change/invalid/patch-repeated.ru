# expect: psgsh:Change-patch sh:MaxCountConstraintComponent
# Two patches.
INSERT DATA { <id/change/1> psg:patch "QQ=="^^xsd:base64Binary , "Qg=="^^xsd:base64Binary }
