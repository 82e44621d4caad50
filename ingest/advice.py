"""What a clerk can do about each reason of refusal."""

from __future__ import annotations

RESEND = "请重新导出或重新传送完整的文件，再放进收件夹。"
EXPORT = "请让报送单位按约定的格式重新导出。"
PLAIN = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”，再放进收件夹。"

ADVICE = {
    "bad_file_name": "请按规定改好文件名，再放进收件夹。",
    "unknown_dataset": "请核对文件名开头的数据集名称；如果是新的数据，请信息人员先增加约定（sanfang source new）。",
    "wrong_party": "请把文件移到正确单位的文件夹。",
    "wrong_extension": "请按约定的文件类型导出；不要只改扩展名。",
    "wrong_period": "请核对文件名里的月份和文件内容，改好文件名，或重新导出正确月份的数据。",
    "wrong_region": "请核对文件名里的行政区划和表里的行政区划，改正后重新报送。",
    "wrong_unit": "请按约定的金额单位重新导出，不要手工换算。",
    "wrong_encoding": "请按约定的文字编码重新导出；不要用记事本另存。",
    "nul_byte": EXPORT,
    "empty_file": RESEND,
    "no_trailer": RESEND,
    "bad_trailer": "请核对合计行的行数和金额，由报送单位重新导出。",
    "row_count_mismatch": "文件可能没有传完，或被人删改过。请报送单位核对后重新导出；不要手工修改合计行。",
    "total_mismatch": "明细或合计被改过，或有金额读不出来。请报送单位核对后重新导出；不要手工修改合计行。",
    "rows_after_trailer": "合计行应在最后。请报送单位重新导出。",
    "many_trailers": "只能有一行合计。请报送单位重新导出。",
    "missing_column": "请按约定的表头重新导出；如果报送单位改了表头，请信息人员在约定里登记新的表头及生效月份。",
    "unknown_column": "请去掉多出的列；如果报送单位改了表头，请信息人员在约定里登记新的表头及生效月份。",
    "duplicate_column": "请去掉重复的列后重新导出。",
    "no_header": "请核对是不是这一种表；表头应在前几行，写法与约定一致。",
    "wrong_column_count": "这些行里可能有没加引号的分隔符，或被截断。请报送单位重新导出。",
    "bad_quotes": EXPORT,
    "line_too_long": EXPORT,
    "unreadable_text": EXPORT,
    "many_sheets": "请只保留一张要报送的工作表。",
    "unreadable_workbook": PLAIN,
    "legacy_xls": PLAIN,
    "password_protected": "请取消密码后另存，再放进收件夹。",
    "formula_without_value": "请用 Excel 打开文件，等它算完后保存；或把公式选择性粘贴为数值后保存。",
    "number_precision": "长号码请把单元格设为“文本”后重新填写；金额请先四舍五入到分。",
    "external_entity": "请用 Excel 打开，另存为新的 .xlsx 工作簿。来历不明的文件不要打开，请报告信息人员。",
    "workbook_too_large": "请删去表格外的空白行列和无关的工作表后另存。确实有这么多数据时，请信息人员调整限额。",
    "file_too_large": "请确认文件是否正确。确实有这么多数据时，请信息人员调整限额。",
    "archive_too_large": "请分成几个压缩包报送。",
    "archive_bomb": "请不要压缩，直接报送原文件；来历不明的文件请报告信息人员。",
    "damaged_archive": RESEND,
    "nested_archive": "请把数据文件直接放进一个压缩包。",
    "duplicate_member": "一个压缩包里每个文件只放一次。",
    "unsafe_path": "请重新压缩，只放数据文件；来历不明的文件请报告信息人员。",
    "symbolic_link": "请放文件本身，不要放快捷方式或链接。",
    "duplicate_key": "请报送单位去掉重复的行后重新导出。",
    "too_many_rejects": "请报送单位按下面列出的地方改正后重新导出。",
    "version_taken": "如果是更正，请把文件名改为下一个版本（见下），再放进收件夹。",
}


def advice(code: str) -> str:
    """What to do about ``code``."""
    return ADVICE.get(code, "请联系信息人员。")
